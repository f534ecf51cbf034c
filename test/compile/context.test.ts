import { beforeAll, describe, expect, test } from 'vitest';
import { compileProject } from '../projects/compile-project.js';

describe("dbt's context", async () => {
  const project = await compileProject('context', { env: { HOME_TOWN: 'Delft' } });
  let lines: Map<string, string>;
  beforeAll(async () => {
    const { sql } = await project.compile('everything');
    lines = new Map([...sql.matchAll(/^ {2}'(.*)' as (\w+),?$/gm)].map(([, value, name]) => [name!, value!]));
  });

  /** Values as Python and dbt print them; `target` never holds a secret. */
  test.each([
    ['vars', '1|scoped|fallback|x-y|False'],
    ['env', 'Delft|default'],
    ['configs', 'table|[1, 2]|none|me'],
    ['model', 'everything|model.shop.everything|table|"dev"."analytics"."everything"|everything|analytics'],
    ['target', 'dev|analytics|postgres|4|shop|dev|'],
    ['run', 'True|False|False|00000000-0000-4000-8000-000000000000|shop'],
    ['started', '2026-03-04 05:06:07|2026-03-04T05:06:07+00:00|2026-03-04 05:06:07+00:00'],
    ['texts', '{"b": 1, "a": [true, null]}|1|a: 1|True'],
    ['lists', "2|[(1, 'a'), (2, 'b')]|900150983cd24fb0d6963f7d28e17f72"],
    ['modules', '2024-03-01|031 Wednesday|1a 2b|None'],
    ['api', '"d"."s"."i"|shop|postgres'],
  ])('%s', (name, expected) => {
    expect(lines.get(name)).toBe(expected);
  });

  test('--vars come before the project’s', async () => {
    const other = await compileProject('context', { env: { HOME_TOWN: 'Delft' }, vars: { b: 'given' } });
    expect((await other.compile('everything')).sql).toContain("'1|given|fallback");
  });

  test('log, print and warn are events', () => {
    const shown = project.events.map((event) => (event.type === 'warning' ? event.diagnostic.message : event));
    expect(shown).toContainEqual({ type: 'notice', message: 'logged' });
    expect(shown).toContainEqual({ type: 'debug', message: 'quiet' });
    expect(shown).toContainEqual({ type: 'notice', message: 'printed', printed: true });
    expect(shown).toContain('warned');
  });

  test('a project’s macro of the name ref stands in for ref', async () => {
    expect((await project.compile('everything')).inputs.map(({ node }) => node.name)).toEqual(['orders']);
  });
});
