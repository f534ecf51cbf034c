import { expect, test } from 'vitest';
import { testProject } from '../run/project.js';

test('many computed models are shown one after another, and nothing is said beside them', async () => {
  const names = Array.from({ length: 14 }, (_, i) => `m${String(i).padStart(2, '0')}`);
  const project = await testProject({
    profile: 'out',
    profiles: { out: { adapter: 'duckdb', path: 'out.duckdb' } },
    files: Object.fromEntries(
      names.map((name, i) => [`models/${name}.sql`, `{{ config(compute='duckdb') }} select ${i} as n`]),
    ),
  });
  const shown = await project.dvt('show', '--select', 'm*', '--output', 'json');
  expect(shown.code, shown.output).toBe(0);
  expect([...shown.stdout.matchAll(/"n": (\d+)/g)].map(([, n]) => Number(n))).toEqual(names.map((_, i) => i));
  expect(shown.stderr).toBe('');
});
