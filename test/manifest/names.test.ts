import { describe, expect, test } from 'vitest';
import { loadProject, mistakesOf, model } from '../projects/load-project.js';

test('names that are not there come with the nearest ones, all at once', async () => {
  const mistakes = await mistakesOf('unknown-names');
  expect(mistakes.map(({ code, message, hint }) => `${code} ${message} ${hint}`)).toEqual([
    "DVT2002 'cents_to_dolars' is undefined Did you mean 'cents_to_dollars'?",
    "DVT2101 There is no model 'stg_order' to ref. Did you mean ref('stg_orders')?",
    "DVT2102 There is no source('crm', 'customer'). Did you mean source('crm', 'customers')?",
    "DVT2102 There is no source('cmr', 'customers'). Did you mean source('crm', 'customers')?",
    "DVT2103 ref('disabled') names a model that is disabled. models/disabled.sql has `enabled: false`; enable it or take the reference out.",
  ]);
  const ref = mistakes[1];
  expect(ref?.location).toMatchObject({ path: 'models/bad_ref.sql', line: 2, column: 9 });
  expect(ref?.frame).toContain("> 2 | from {{ ref('stg_order') }}");
});

test('a circle is spelled out, with the place of each reference', async () => {
  const mistakes = await mistakesOf('cycle');
  expect(mistakes.map(({ message }) => message)).toEqual([
    'These models read each other in a circle: a -> b -> c -> a.',
    'The model itself reads itself.',
  ]);
  expect(mistakes[0]?.related?.map(({ location }) => location?.path)).toEqual([
    'models/a.sql',
    'models/b.sql',
    'models/c.sql',
  ]);
});

test('what stands twice is shown with both places', async () => {
  const mistakes = await mistakesOf('duplicates');
  expect(
    mistakes.map(({ location, related }) => [location?.path, location?.line, related?.[0]?.location?.line]),
  ).toEqual([
    ['models/schema.yml', 3, 2],
    ['models/two/orders.sql', 1, 1],
  ]);
  const [relation] = await mistakesOf('duplicate-relations');
  expect(relation?.message).toBe('The models a and b would both be published as "dev"."analytics"."same" on shop.dev.');
});

describe('calls that only rendering finds', async () => {
  const { manifest } = await loadProject('dynamic-calls');

  test('in the order of their first use, through macros and vars', () => {
    expect(model(manifest, 'all_of_them').dependsOn).toEqual(['model.shop.orders', 'model.shop.events']);
    expect(model(manifest, 'all_of_them').macroDependsOn).toContain('macro.shop.union_all');
    expect(manifest.children.get('model.shop.orders')).toEqual(['model.shop.all_of_them']);
  });

  test('depending on the target', async () => {
    const prod = await loadProject('dynamic-calls', { target: 'prod' });
    expect(model(prod.manifest, 'all_of_them').dependsOn).toContain('model.shop.hidden');
  });

  test('depending on --vars', async () => {
    const fewer = await loadProject('dynamic-calls', { vars: { sources: ['hidden'] } });
    expect(model(fewer.manifest, 'all_of_them').dependsOn).toEqual(['model.shop.hidden']);
  });
});

test('tests and materializations are macros under the names that dbt gives them', async () => {
  const { macros } = await loadProject('macro-blocks');
  expect([...macros.entries.keys()].filter((id) => id.startsWith('macro.shop.'))).toEqual([
    'macro.shop.test_positive',
    'macro.shop.materialization_odd_postgres',
    'macro.shop.used',
  ]);
});

test('a macro of a package says that packages are not there yet', async () => {
  const [mistake] = await mistakesOf('package-macros');
  expect(mistake?.message).toBe("'dbt_utils' is undefined");
  expect(mistake?.hint).toContain('packages');
});
