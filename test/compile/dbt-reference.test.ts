import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { compileProject } from '../projects/compile-project.js';

const EXPECTED = new URL('../fixtures/projects/dbt-reference/expected/', import.meta.url);

/** `expected/` is what dbt-core 1.10.13 with dbt-duckdb 1.9.6 wrote to target/compiled for this project. */
describe('a project in one database compiles to what dbt makes of it', async () => {
  const project = await compileProject('dbt-reference');
  test.each(await readdir(EXPECTED))('%s', async (file) => {
    const { node, sql } = await project.compile(file.replace('.sql', ''));
    expect(sql).toBe(await readFile(new URL(file, EXPECTED), 'utf8'));
    expect(node.route.kind).toBe('in place');
  });
});
