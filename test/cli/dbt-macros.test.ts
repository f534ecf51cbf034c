import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith } from '../config/files.js';
import { dvt } from './dvt.js';

const macro = (packageName: string, name: string, text: string) => ({
  name,
  resource_type: 'macro',
  package_name: packageName,
  path: `macros/${name}.sql`,
  original_file_path: `macros/${name}.sql`,
  unique_id: `macro.${packageName}.${name}`,
  macro_sql: text,
  config: { meta: {} },
});

interface Manifest {
  readonly metadata: { readonly dbt_version: string };
  readonly macros: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

test("dbt's own macros stay in manifest.json as dbt wrote them, for a dbt that compares with it", async () => {
  const cwd = await folderWith({
    'profiles.yml': 'p: {target: dev, outputs: {dev: {type: duckdb, path: p.duckdb}}}\n',
    'dbt_project.yml': 'name: p\nprofile: p\n',
    'macros/own.sql': '{% macro own() %}new{% endmacro %}',
    'models/a.sql': 'select 1 as id',
  });
  const path = join(cwd, 'target/manifest.json');
  const read = async () => JSON.parse(await readFile(path, 'utf8')) as Manifest;
  const write = async (version: string, text: string) => {
    const found = [macro('dbt', 'test_unique', text), macro('dbt_duckdb', 'only_there', 'x'), macro('p', 'own', 'old')];
    const macros = Object.fromEntries(found.map((one) => [one.unique_id, one]));
    await writeFile(path, JSON.stringify({ metadata: { dbt_schema_version: 'v12', dbt_version: version }, macros }));
  };
  expect(await dvt(['parse'], { cwd })).toMatchObject({ code: 0 });
  const before = await read();
  await write('1.11.3', 'of dbt');
  // Nothing of the project has changed; then the SQL is in it.
  for (const args of [['parse'], ['compile']]) {
    expect(await dvt(args, { cwd })).toMatchObject({ code: 0 });
    const { metadata, macros } = await read();
    expect(metadata.dbt_version).toBe('1.11.3');
    expect(macros['macro.dbt.test_unique']!['macro_sql']).toBe('of dbt');
    expect(macros['macro.dbt_duckdb.only_there']!['macro_sql']).toBe('x');
    expect(macros['macro.p.own']!['macro_sql']).toBe('{% macro own() %}new{% endmacro %}');
    expect(Object.keys(macros)).toEqual(expect.arrayContaining(Object.keys(before.macros)));
  }
});
