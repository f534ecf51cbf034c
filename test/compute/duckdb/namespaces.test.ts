import { expect, test } from 'vitest';
import type { ExposedRelation } from '#dvt/spi/engine.js';
import { columns, openEngine } from './opened.js';

const { engine } = openEngine();

function relation(catalog: string, schema: string, identifier: string, expression: string): ExposedRelation {
  return { catalog, schema, identifier, columns: columns({ id: 'int32', name: 'varchar' }), from: { expression } };
}

const ONE = "(select 1 as id, 'one' as name)";
const TWO = "(select 2 as id, 'two' as name)";

test('nodes that run at the same time see their own relations and columns', async () => {
  const hidden = { ...relation('pg', 'public', 'c', TWO), columns: columns({ id: 'int32', name: 'varchar' }) };
  hidden.columns = hidden.columns.map((column) => ({ ...column, fetched: column.name === 'id' }));
  await engine.openNamespace({ id: 'a', relations: [relation('pg', 'public', 'c', ONE)] });
  await engine.openNamespace({ id: 'b', relations: [hidden] });
  const [a, b] = await Promise.all([
    engine.query({ namespace: 'a', sql: 'select name from pg.public.c' }, 9),
    engine.query({ namespace: 'b', sql: 'select id from pg.public.c' }, 9),
  ]);
  expect([a.rows, b.rows]).toEqual([[['one']], [[2]]]);
  await expect(engine.query({ namespace: 'b', sql: 'select name from pg.public.c' }, 9)).rejects.toThrow(
    'pg.public.c.name was not fetched',
  );
  expect((await engine.query({ namespace: 'b', sql: 'select count(*) from pg.public.c' }, 9)).rows).toEqual([[1]]);
  await engine.closeNamespace('a');
  await engine.closeNamespace('b');
});

test.each([
  ['temp', 'main', 't'],
  ['system', 'information_schema', 'tables'],
  ['memory', 'main', 'order'],
  ['shop.dev/other db', 'Ünï "q"', "it's; -- /* $$"],
])('a relation may be called %s, %s, %s', async (catalog, schema, identifier) => {
  const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
  await engine.openNamespace({ id: 'odd', relations: [relation(catalog, schema, identifier, ONE)] });
  const name = [catalog, schema, identifier].map(quote).join('.');
  const sql = `select ${name}.name, id from ${name} where '${name.replaceAll("'", "''")}' <> 'x'`;
  expect((await engine.query({ namespace: 'odd', sql }, 9)).rows).toEqual([['one', 1]]);
  await engine.closeNamespace('odd');
});

test('names are found without regard to case, and with space and comments between', async () => {
  await engine.openNamespace({ id: 'case', relations: [relation('Shop', 'Main', 'Orders', ONE)] });
  const sql = 'select o.id from SHOP . -- the shop\n "main"./**/orders o';
  expect((await engine.query({ namespace: 'case', sql }, 9)).rows).toEqual([[1]]);
  await engine.closeNamespace('case');
});

test('two names that differ only in case are refused, both named', async () => {
  const relations = [relation('pg', 'public', 'Orders', ONE), relation('pg', 'public', 'orders', TWO)];
  await expect(engine.openNamespace({ id: 'twice', relations })).rejects.toThrow(
    /"pg"."public"."Orders" and "pg"."public"."orders"/,
  );
});

test('errors name what the user wrote, and where', async () => {
  await engine.openNamespace({ id: 'node 17', relations: [relation('pg', 'public', 'c', ONE)] });
  const sql = "select 'é😀', pg.public.c.nope from pg.public.c -- pg.public.c";
  const error = await engine.query({ namespace: 'node 17', sql }, 9).catch((e: Error) => e);
  expect(error).toMatchObject({ code: 'DVT5102', cause: { position: sql.indexOf('pg.public.c.nope') } });
  expect(String(error)).not.toContain('node 17');
  await engine.closeNamespace('node 17');
});

test('an expression that fails closes the namespace again', async () => {
  const broken = relation('pg', 'public', 'c', "read_csv('/no/such/file.csv')");
  await expect(engine.openNamespace({ id: 'broken', relations: [broken] })).rejects.toThrow(/no\/such\/file/);
  await engine.openNamespace({ id: 'broken', relations: [relation('pg', 'public', 'c', ONE)] });
  await engine.closeNamespace('broken');
});
