import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dvt } from '../cli/dvt.js';
import { folderWith } from '../config/files.js';

test('results have the two timings of dbt, whatever was run: in hooks and in run_results.json', async () => {
  const cwd = await folderWith({
    'dbt_project.yml': `name: timed
profile: timed
on-run-end:
  - >-
    {% for r in results %}{{ print(r.node.name ~ ' ' ~ (r.timing | selectattr('name', 'in', ['compile', 'execute']) | map(attribute='name') | join(' '))) }}{% endfor %}
`,
    'profiles.yml': 'timed: {target: dev, outputs: {dev: {type: duckdb, path: t.duckdb}}}\n',
    'models/m.sql': "select * from {{ ref('s') }}\n",
    'models/s.yml': 'models: [{name: m, columns: [{name: id, data_tests: [not_null]}]}]\n',
    'seeds/s.csv': 'id\n1\n',
  });
  const { code, stdout } = await dvt(['build'], { cwd });
  expect(code).toBe(0);
  const printed = stdout.split('\n').filter((line) => / compile execute$/.test(line));
  expect(printed.map((line) => line.trim().split(' ').at(-3))).toEqual(['s', 'm', 'not_null_m_id']);
  const { results } = JSON.parse(await readFile(join(cwd, 'target/run_results.json'), 'utf8'));
  for (const { unique_id: id, timing } of results) {
    if (id.startsWith('operation.')) continue;
    expect([id, ...timing.slice(0, 2).map(({ name }: { name: string }) => name)]).toEqual([id, 'compile', 'execute']);
    expect(timing.every((one: Record<string, string>) => one['started_at']! <= one['completed_at']!)).toBe(true);
  }
});
