import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DvtError } from '#dvt/core/errors.js';
import { select } from '#dvt/select/index.js';
import { type ListedNode, manifestOf } from './manifest-of.js';

/**
 * A project's manifest.json and what `dbt ls` (dbt-core 1.10) answered to each selection in it; where 1.12 answers
 * otherwise, selection.test.ts has it.
 */
const recorded = JSON.parse(readFileSync(new URL('./fixtures/dbt-answers.json', import.meta.url), 'utf8')) as {
  readonly nodes: readonly ListedNode[];
  readonly answers: readonly { readonly select: string; readonly exclude: string; readonly ids: readonly string[] }[];
};
const shop = manifestOf(recorded.nodes);

function words(text: string): string[] {
  return text === '' ? [] : [text];
}

function listed(name: string, dependsOn: readonly string[]): ListedNode {
  return {
    unique_id: `model.shop.${name}`,
    resource_type: 'model',
    name,
    package_name: 'shop',
    original_file_path: `models/${name}.sql`,
    fqn: ['shop', name],
    tags: [],
    config: {},
    depends_on: dependsOn.map((parent) => `model.shop.${parent}`),
  };
}

function failure(run: () => unknown): DvtError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(DvtError);
    return error as DvtError;
  }
  throw new Error('nothing was thrown');
}

test.each(recorded.answers)('--select "$select" --exclude "$exclude" is what dbt selects', (answer) => {
  const { ids } = select(shop, { select: words(answer.select), exclude: words(answer.exclude) });
  expect([...ids].sort()).toEqual([...answer.ids].sort());
});

test('several arguments are a union, like blanks in one', () => {
  const apart = select(shop, { select: ['stg_events', 'stg_visits'], exclude: [] });
  const together = select(shop, { select: ['stg_events stg_visits'], exclude: [] });
  expect(apart.ids).toEqual(together.ids);
  expect(apart.ids).toHaveLength(2);
});

test('an intersection is what all of its parts name, however many', () => {
  const chain = manifestOf([listed('a', []), listed('b', ['a']), listed('c', ['b']), listed('d', ['c'])]);
  // Behind `a`: a b c d; before `c`: a b c; behind `b`: b c d; before `d`: all.
  expect(select(chain, { select: ['a+,+c,b+,+d'], exclude: [] }).ids).toEqual(['model.shop.b', 'model.shop.c']);
  expect(select(chain, { select: ['a+,+d,b+,c'], exclude: [] }).ids).toEqual(['model.shop.c']);
  expect(select(chain, { select: ['a+'], exclude: ['a+,+d,b+,c', 'd'] }).ids).toEqual(['model.shop.a', 'model.shop.b']);
});

test('every node comes after what it reads, and by name where either could come first', () => {
  const diamond = manifestOf([
    listed('end', ['right', 'left']),
    listed('right', ['start']),
    listed('left', ['start']),
    listed('start', []),
    listed('alone', []),
  ]);
  const { ids } = select(diamond, { select: [], exclude: [] });
  expect(ids.map((id) => id.split('.')[2])).toEqual(['alone', 'start', 'left', 'right', 'end']);
});

test('a node that reads the same parent twice is ordered all the same', () => {
  const { ids } = select(manifestOf([listed('b', ['a', 'a']), listed('a', [])]), { select: [], exclude: [] });
  expect(ids).toEqual(['model.shop.a', 'model.shop.b']);
});

test('a criterion without a match is a warning, as dbt words it, and selects nothing', () => {
  const { ids, warnings } = select(shop, { select: ['nosuch', 'nosuch', 'tag:gone,lonely'], exclude: [] });
  expect(ids).toEqual([]);
  expect(warnings.map(({ message }) => message)).toEqual([
    "The selection criterion 'nosuch' does not match any enabled nodes",
    "The selection criterion 'tag:gone' does not match any enabled nodes",
  ]);
});

test('unknown methods are answered with the nearest one, all mistakes at once', () => {
  const error = failure(() => select(shop, { select: ['tags:daily', 'stat:modified'], exclude: ['+'] }));
  expect(error.diagnostics.map(({ code }) => code)).toEqual(['DVT1030', 'DVT1030', 'DVT1031']);
  expect(error.diagnostics[0]).toMatchObject({ hint: 'Did you mean `tag:`?' });
  expect(error.diagnostics[1]).toMatchObject({ hint: 'Did you mean `state:`?' });
});

test('@ and + on one criterion are refused', () => {
  const error = failure(() => select(shop, { select: ['@revenue+'], exclude: [] }));
  expect(error.code).toBe('DVT1031');
});

test('a cycle is spelled out from a model back to itself', () => {
  const cyclic = manifestOf([
    listed('a', ['c']),
    listed('b', ['a']),
    listed('c', ['b']),
    listed('d', ['c', 'e']),
    listed('e', []),
  ]);
  const error = failure(() => select(cyclic, { select: ['e'], exclude: [] }));
  expect(error.code).toBe('DVT1032');
  expect(error.message).toContain('a -> c -> b -> a');
});
