import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { identifierOf, sqlTokens, stripTrailingSemicolon } from '#dvt/core/sql-lexer.js';

const kinds = (sql: string) => [...sqlTokens(sql)].map((t) => `${t.kind}:${sql.slice(t.start, t.end)}`);

test('tokens cover the text', () => {
  const sql = `select "a""b".c_1$, 'it''s -- no', E'a\\'b', $$x 'y$$, $t$ $$ $t$, /* /* n */ */ 1.5e3, .5, 0x1F, $1, é -- end`;
  const tokens = [...sqlTokens(sql)];
  expect(tokens.map((t) => sql.slice(t.start, t.end)).join('')).toBe(sql);
  expect(tokens.every((t, i) => t.start === (tokens[i - 1]?.end ?? 0))).toBe(true);
});

test.each([
  [`'it''s'`, [`string:'it''s'`]],
  [`E'a\\'b'x`, [`string:E'a\\'b'`, 'name:x']],
  [`'a\\'`, [`string:'a\\'`]],
  [`"a""b".c`, ['quoted name:"a""b"', 'symbol:.', 'name:c']],
  ['$t$ $$ $x$ $t$1', ['string:$t$ $$ $x$ $t$', 'number:1']],
  ['a$b$c', ['name:a$b$c']],
  ['/* /* a */ */x', ['comment:/* /* a */ */', 'name:x']],
  ['--a\r\nb', ['comment:--a', 'space:\r\n', 'name:b']],
  ['a.b', ['name:a', 'symbol:.', 'name:b']],
  ['1.5.a', ['number:1.5', 'symbol:.', 'name:a']],
  [`'open`, [`string:'open`]],
  ['/* open', ['comment:/* open']],
])('%s', (sql, expected) => {
  expect(kinds(sql)).toEqual(expected);
});

test('an identifier loses its quotes', () => {
  const sql = '"a""b"';
  expect([...sqlTokens(sql)].map((t) => identifierOf(sql, t))).toEqual(['a"b']);
});

test.each([
  'select 1',
  'select 1;',
  'select 1 ; ; \n',
  'select 1 -- the end',
  'select 1; -- the end',
  'select 1 /* c */ ;\n-- ;\n',
  `select ';' as a, '--' as b -- ;'`,
  'select $$;--$$ as x;',
])('%j can be put in parentheses', async (sql) => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const rows = async (text: string) => (await connection.runAndReadAll(text)).getRowsJson();
  expect(await rows(`select * from (${stripTrailingSemicolon(sql)})`)).toEqual(await rows(sql));
});

test('a literal of megabytes', () => {
  const sql = `select '${"x''".repeat(3_000_000)}'`;
  expect(stripTrailingSemicolon(`${sql} ;`)).toBe(sql);
});
