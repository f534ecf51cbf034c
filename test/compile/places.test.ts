import { describe, expect, test } from 'vitest';
import type { CompiledNode } from '#dvt/spi/compiled.js';
import { compileProject } from '../projects/compile-project.js';

function placeOf(compiled: CompiledNode, text: string): readonly unknown[] {
  const at = compiled.sql.indexOf(text);
  expect(at).toBeGreaterThanOrEqual(0);
  const place = compiled.locate(at);
  return [place?.path, place?.line, place?.column];
}

describe('the place that compiled SQL came from', async () => {
  const { compile } = await compileProject('dbt-reference');

  test('in the model and in the macro that wrote it', async () => {
    const compiled = await compile('revenue');
    expect(placeOf(compiled, 'group by 1, 2')).toEqual(['models/marts/revenue.sql', 26, 5]);
    expect(placeOf(compiled, "(case when kind = 'web'")).toEqual(['macros/money.sql', 7, 6]);
    expect(placeOf(compiled, '"dev"."analytics_staging"')).toEqual(['models/marts/revenue.sql', 13, 22]);
  });

  test('in the file of an inlined ephemeral model', async () => {
    const compiled = await compile('reads_two');
    expect(placeOf(compiled, 'select id * 2')).toEqual(['models/marts/doubled.sql', 2, 1]);
    expect(placeOf(compiled, 'local as')).toEqual(['models/marts/reads_two.sql', 2, 6]);
    expect(placeOf(compiled, '__dbt__cte__doubled as')).toEqual([undefined, undefined, undefined]);
  });
});

describe('mistakes that compiling finds', async () => {
  const { compile } = await compileProject('compile-errors');

  test.each([
    ['raises', 'DVT2109', 'no such thing as 1', 'macros/m.sql', 6],
    ['needs_var', 'DVT2107', "The variable 'countri' is not set.", 'models/needs_var.sql', 1],
    ['needs_config', 'DVT2112', "The config 'owner' is required here and not set.", 'models/needs_config.sql', 1],
    ['empty_query', 'DVT2116', 'run_query got no SQL.', 'models/empty_query.sql', 2],
  ])('%s', async (name, code, message, path, line) => {
    await expect(compile(name)).rejects.toMatchObject({ code, message, diagnostics: [{ location: { path, line } }] });
  });

  test('an error in a macro carries the calls that led there', async () => {
    const error = await compile('raises').then(
      () => null,
      (thrown) => thrown,
    );
    const calls = error.diagnostics[0].related.map((call: { location: { path: string; line: number } }) => [
      call.location.path,
      call.location.line,
    ]);
    expect(calls).toEqual([
      ['macros/m.sql', 2],
      ['models/raises.sql', 2],
    ]);
  });

  test('a reference that only compiling finds is refused, unless it is declared', async () => {
    const late = await compileProject('late-ref');
    await expect(late.compile('late')).rejects.toMatchObject({
      code: 'DVT2106',
      diagnostics: [{ hint: "Name it at the top of the model: -- depends_on: {{ ref('a') }}" }],
    });
    expect((await late.compile('declared')).sql).toContain('union all select id from "dev"."analytics"."a"');
  });
});
