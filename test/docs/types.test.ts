import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newRunId } from '../conformance/harness.js';
import { closeDatabases, type Databases, openDatabases } from './types/databases.js';
import { NATIVE_TYPES } from './types/native-types.js';
import { REFUSED_VALUES } from './types/refused-values.js';
import { typesPage } from './types/types-page.js';

const PAGE = new URL('../../docs/types.md', import.meta.url);

let databases: Databases;
beforeAll(async () => {
  databases = await openDatabases();
});
afterAll(() => closeDatabases(databases));

test('docs/types.md says what the adapters do', async () => {
  const page = await typesPage(databases);
  if (process.env['UPDATE_DOCS'] !== undefined) await writeFile(PAGE, page);
  expect(await readFile(PAGE, 'utf8')).toBe(page);
});

test.each(REFUSED_VALUES.map((refused, at) => ({ ...refused, at })))('$code: $what', async (refused) => {
  const database = databases['from' in refused ? refused.from : refused.to];
  if ('from' in refused) {
    const { ddl, literal, at } = refused;
    await database.createTable(
      `refused_${at}`,
      [
        ['id', 'integer'],
        ['v', ddl],
      ],
      [['1', literal]],
    );
    await expect(database.read(`refused_${at}`)).rejects.toMatchObject({ name: 'DvtError', code: refused.code });
  } else {
    const staging = database.staging('refused', newRunId());
    await expect(database.load(staging, refused.sql)).rejects.toMatchObject({ name: 'DvtError', code: refused.code });
  }
});

test('types of PostgreSQL that the page does not list are fetched as text', async () => {
  const { postgres } = databases;
  const listed = new Set(
    (
      await postgres.query(
        `select t::regtype::oid::text from unnest(array[${NATIVE_TYPES.postgres.map((type) => `'${type.replace(/\(.*\)/, '')}'`).join()}]) t`,
      )
    ).flat(),
  );
  const all = await postgres.query(
    `select oid::text, format_type(oid, null) from pg_type
      where typnamespace = 'pg_catalog'::regnamespace and typtype in ('b', 'r', 'm') and typcategory <> 'A' and typname not like 'pg\\_%' and typname <> 'bpchar'`,
  );
  const others = all.filter(([oid]) => !listed.has(oid!)).map(([, type]) => type!);
  expect(others).toContain('box');
  await postgres.createTable(
    'other_types',
    others.map((type, at) => [`c${at}`, type]),
  );
  const { columns } = await postgres.described('other_types');
  expect(columns.filter(({ type }) => type.kind !== 'varchar').map(({ nativeType }) => nativeType)).toEqual([]);
});
