import { expect, test } from 'vitest';
import { Redactor } from '#dvt/core/redact.js';
import { resultText } from '#dvt/report/result-text.js';
import { createStyle } from '#dvt/report/style.js';
import type { ResultTable } from '#dvt/spi/result-table.js';

const table: ResultTable = {
  columns: [
    { name: 'id', type: 'BIGINT' },
    { name: 'note, "x"', type: 'VARCHAR' },
    { name: 'ok', type: 'BOOLEAN' },
  ],
  rows: [
    [12345678901234567890n, 'a "quoted", text\nof two lines', true],
    [-1, '', null],
    [Number.NaN, null, false],
  ],
};

function text(form: 'table' | 'json' | 'csv', columns: number | null = null, of = table): string {
  return resultText(of, form, { node: 'm', style: createStyle(false), redactor: new Redactor(), columns });
}

/** RFC 4180, read by the letter. */
function parseCsv(csv: string): (string | null)[][] {
  const fields = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  const rows: (string | null)[][] = [[]];
  for (let match = fields.exec(csv); match; match = fields.exec(csv)) {
    rows.at(-1)!.push(match[1]?.replaceAll('""', '"') ?? (match[2] === '' ? null : match[2]!));
    if (match[3] === '') return rows;
    if (match[3] === '\r\n') rows.push([]);
  }
  return rows;
}

test('CSV keeps every character; NULL and the empty text differ', () => {
  expect(parseCsv(text('csv'))).toEqual([
    ['id', 'note, "x"', 'ok'],
    ['12345678901234567890', 'a "quoted", text\nof two lines', 'true'],
    ['-1', '', null],
    ['NaN', null, 'false'],
  ]);
});

test('JSON is that of dbt show, with all digits of an integer', () => {
  const json = text('json');
  expect(JSON.parse(json)).toMatchObject({
    node: 'm',
    show: [{ 'note, "x"': 'a "quoted", text\nof two lines' }, { ok: null }, { id: 'NaN' }],
  });
  expect(json).toContain('"id": 12345678901234567890');
  expect(JSON.parse(text('json', null, { ...table, rows: [] }))).toEqual({ node: 'm', show: [] });
});

test('JSON has decimals as numbers with all digits, and times as dbt writes them', () => {
  const columns = [
    'DECIMAL(38,2)',
    'numeric',
    'TIMESTAMP',
    'timestamp without time zone',
    'timestamptz',
    'DATE',
    'VARCHAR',
  ];
  const row = [
    '123456789012345678901234567890123456.50',
    'NaN',
    '2024-01-02 10:00:00',
    '2024-01-02 10:00:00.5',
    '2024-01-02 08:00:00+00',
    '2024-01-02',
    '2024-01-02 10:00:00',
  ];
  const of = { columns: columns.map((type, i) => ({ name: `c${i}`, type })), rows: [row] };
  expect(text('json', null, of)).toContain('"c0": 123456789012345678901234567890123456.50,');
  expect(Object.values(JSON.parse(text('json', null, of)).show[0]).slice(1)).toEqual([
    'NaN',
    '2024-01-02T10:00:00',
    '2024-01-02T10:00:00.500000',
    '2024-01-02T08:00:00+00:00',
    '2024-01-02',
    '2024-01-02 10:00:00',
  ]);
});

test('a value cannot break the table or steer the terminal', () => {
  const shown = text('table', null, { columns: [{ name: 'x', type: 'VARCHAR' }], rows: [['a\nb\x1b[2Jc\u009bd']] });
  expect(shown.split('\n').map((line) => line.trim())).toEqual(['x', 'a\\nb\\x1b[2Jc\\x9bd']);
});

test('a wide table is wrapped to the terminal', () => {
  const wide: ResultTable = {
    columns: [
      { name: 'a', type: 'VARCHAR' },
      { name: 'b', type: 'VARCHAR' },
    ],
    rows: [['x'.repeat(300), 'y']],
  };
  for (const line of text('table', 60, wide).split('\n')) expect(line.length).toBeLessThanOrEqual(60);
});

test('in a narrow terminal texts are broken between words, and styles do not count', () => {
  const wide: ResultTable = {
    columns: [
      { name: 'id', type: 'INTEGER' },
      { name: 'a column of several words', type: 'VARCHAR' },
      { name: 'n', type: 'VARCHAR' },
    ],
    rows: [[1, 'one two three four', 'abcdefghijklmnopqrstuvwxyz']],
  };
  const style = createStyle(true);
  const shown = resultText(wide, 'table', { node: 'm', style, redactor: new Redactor(), columns: 30 });
  const plain = shown.split('\n').map((line) => line.replaceAll(/\x1b\[\d+m/g, '').trimEnd());
  expect(plain).toEqual([
    ' id | a column   | n',
    '    | of several |',
    '    | words      |',
    '  1 | one two    | abcdefghij',
    '    | three four | klmnopqrst',
    '    |            | uvwxyz',
  ]);
  // Every line of the head by itself is bold.
  expect(shown.split('\n').slice(0, 3).join('')).toMatch(/\x1b\[1mof several ?\x1b\[22m/);
});
