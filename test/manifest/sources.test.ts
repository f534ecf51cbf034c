import { describe, expect, test } from 'vitest';
import { loadProject, mistakesOf } from '../projects/load-project.js';

describe('sources', async () => {
  const { manifest } = await loadProject('sources');
  const source = (name: string) => manifest.sources.get(`source.shop.${name}`)!;

  test('with a profile: its connection, whose defaults fill in what is open', () => {
    expect(source('crm.customers').connection).toBe('postgres_prod');
    expect(source('crm.customers').relation).toEqual({ database: null, schema: null, identifier: 'Customers' });
  });

  test("without one: the project's own connection, and dbt's schema", () => {
    expect(source('plain.things').connection).toBe('shop.dev');
    expect(source('plain.things').relation.schema).toBe('plain');
  });

  test('Jinja in values', async () => {
    expect(source('landing.events').relation).toEqual({ database: 'dev', schema: 'landing', identifier: 'events' });
    const other = await loadProject('sources', { vars: { raw_schema: 'raw' }, env: { RAW_DATABASE: 'lake' } });
    const relation = other.manifest.sources.get('source.shop.landing.events')?.relation;
    expect(relation).toEqual({ database: 'lake', schema: 'raw', identifier: 'events' });
  });

  test('configs of the project file, the source and the table are merged; as in dbt, its tags have no effect', () => {
    expect(source('crm.customers').tags).toEqual(['crm', 'pii']);
    expect(source('crm.customers').meta).toEqual({ owner: 'data', contact: 'b@example.com' });
    expect(source('crm.orders').meta).toEqual({ owner: 'data', contact: 'a@example.com' });
  });

  test('columns, quoting and external_location', () => {
    expect(source('crm.customers').columns.map((column) => column.override)).toEqual([
      { name: 'Id', as: 'id_upper' },
      { name: 'amount', fetchAs: 'text' },
    ]);
    expect(source('crm.orders').quoting).toEqual({ database: true, schema: true, identifier: false });
    expect(source('lake.clicks').externalLocation).toBe('landing/clicks/*.parquet');
  });

  test('a disabled table is not there', () => {
    expect(manifest.sources.has('source.shop.plain.gone')).toBe(false);
  });

  test('every mistake is reported at once, where it stands', async () => {
    const mistakes = await mistakesOf('source-mistakes');
    const found = mistakes.map(({ code, location, hint }) => [code, location?.line, location?.column, hint ?? null]);
    expect(found).toEqual([
      ['DVT1202', 11, 5, null],
      ['DVT1202', 12, 5, null],
      ['DVT1202', 14, 23, null],
      ['DVT1202', 16, 15, "Put it in quotes: name: '2024'"],
      ['DVT1011', 7, 14, 'Did you mean `mysql_legacy`?'],
      ['DVT1204', 10, 32, 'Take one of the two out.'],
    ]);
  });
});

test('YAML that cannot be read is shown where it breaks', async () => {
  const mistakes = await mistakesOf('yaml-mistakes');
  expect(mistakes.map(({ code, location }) => [code, location?.path, location?.line])).toEqual([
    ['DVT1001', 'models/broken.yml', 3],
    ['DVT1202', 'models/list.yml', 1],
    ['DVT2001', 'models/template.yml', 3],
  ]);
  expect(mistakes.every(({ frame }) => frame?.includes('^'))).toBe(true);
});
