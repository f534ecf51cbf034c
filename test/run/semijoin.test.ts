import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { TestDatabase } from '../servers/database.js';
import { freshMysql, freshPostgres } from '../servers/index.js';
import { type TestProject, testProject } from './project.js';

interface Extraction {
  readonly relation: string;
  readonly rows: number;
  readonly estimatedRows: number | null;
  readonly reducedBy: readonly { readonly column: string; readonly keys: number | null; readonly sent: string }[];
}

const BIG_ROWS = 200_000;

interface Servers {
  readonly postgres: TestDatabase;
  readonly mysql: TestDatabase;
}

/** Parts in MariaDB, lines and their notes in PostgreSQL. */
async function fill(prepare: (servers: Servers) => Promise<void> = async () => {}): Promise<Servers> {
  const [postgres, mysql] = await Promise.all([freshPostgres(), freshMysql()]);
  await mysql.query(
    'create table parts (part_id int primary key, kind varchar(20), code varchar(20) collate utf8mb4_general_ci)',
  );
  await mysql.query(
    `insert into parts select seq, concat('kind ', seq % 100), concat('Code ', seq) from seq_1_to_20000`,
  );
  await postgres.query('create table lines (line_id integer, part_id integer, amount numeric(12,2), code text)');
  await postgres.query(
    `insert into lines select i, case when i % 10 = 0 then null else 1 + (i * 7919) % 20000 end, (i % 1000) / 4.0, 'Code ' || (1 + (i * 7919) % 20000) from generate_series(1, ${BIG_ROWS}) i`,
  );
  await postgres.query('create table notes (line_id integer, note text)');
  await postgres.query(`insert into notes select i, 'note ' || i % 7 from generate_series(1, ${BIG_ROWS}) i`);
  await prepare({ postgres, mysql });
  await postgres.query('analyze');
  await mysql.query('analyze table parts');
  return { postgres, mysql };
}

async function drop({ postgres, mysql }: Servers): Promise<void> {
  await Promise.all([postgres.drop(), mysql.drop()]);
}

/** What no test changes. */
let shared: Servers;
beforeAll(async () => {
  shared = await fill();
});
afterAll(() => drop(shared));

/** A project over the shared tables, or over some of its own; filters stay, blocks would hide what is fetched. */
async function store(models: Record<string, string>, prepare?: (servers: Servers) => Promise<void>) {
  const { postgres, mysql } = prepare === undefined ? shared : await fill(prepare);
  if (prepare !== undefined) onTestFinished(() => drop({ postgres, mysql }));
  const project = await testProject({
    profile: 'warehouse',
    profiles: {
      warehouse: { adapter: 'postgres', ...postgres.profile },
      catalog: { adapter: 'mysql', ...mysql.profile },
    },
    files: {
      'dvt_project.yml': 'name: store\nprofile: warehouse\npushdown: filters\n',
      'models/sources.yml': `
sources:
  - {name: pg, profile: warehouse, schema: public, tables: [{name: lines}, {name: notes}, {name: more_lines}]}
  - {name: my, profile: catalog, tables: [{name: parts}]}
`,
      ...Object.fromEntries(
        Object.entries(models).map(([name, sql]) => [
          `models/${name}.sql`,
          sql
            .replaceAll(/\b(parts)\b(?=[ )]|$)/g, "{{ source('my', 'parts') }}")
            .replaceAll(/\b(lines|notes|more_lines)\b(?=[ )]|$)/g, "{{ source('pg', '$1') }}"),
        ]),
      ),
    },
  });
  return { postgres, mysql, project };
}

async function extractions(project: TestProject, model: string): Promise<Map<string, Extraction>> {
  const run = await project.dvt('run', '--select', model);
  expect(run.code, run.output).toBe(0);
  const { results } = JSON.parse(await project.read('target/run_results.json')) as {
    results: { adapter_response: { extractions: Extraction[] } }[];
  };
  return new Map(results[0]!.adapter_response.extractions.map((one) => [one.relation.split('.').at(-1)!, one]));
}

describe('the larger side is fetched by the keys of the smaller one', () => {
  const ONE_KIND = `select sum(l.amount) as amount, count(*) as n from lines l join parts p on p.part_id = l.part_id where p.kind = 'kind 7'`;

  test('an inner join: the rows of 200 parts of 20,000, as the source has them', async () => {
    const { postgres, project } = await store({ totals: ONE_KIND });
    const fetched = await extractions(project, 'totals');
    const expected = await postgres.query(
      'select sum(amount)::text, count(*)::text from lines where part_id % 100 = 7',
    );
    expect(await postgres.query('select amount::text, n::text from totals')).toEqual(expected);
    const lines = fetched.get('lines')!;
    expect(lines.rows).toBe(Number(expected[0]![1]));
    expect(lines.reducedBy).toMatchObject([{ column: 'part_id', keys: 200, sent: 'list' }]);
    expect(lines.estimatedRows).toBeLessThan(BIG_ROWS);
  });

  test('the plan tells by which keys, and how many are expected', async () => {
    const { project } = await store({ totals: ONE_KIND });
    const plan = await project.dvt('plan');
    expect(plan.output).toMatch(/keys +part_id in parts\.part_id \(about [\d,]+ keys, given up above [\d,]+ keys\)/);
  });

  test('more keys than it is worth: all rows are fetched', async () => {
    // Every kind but one has the letter; nobody knows before.
    const { postgres, project } = await store({
      most: `select count(*) as n from lines l join parts p on p.part_id = l.part_id where p.kind like '%ki%'`,
    });
    const lines = (await extractions(project, 'most')).get('lines')!;
    expect(lines.reducedBy).toMatchObject([{ column: 'part_id', sent: expect.not.stringMatching(/^list$/) }]);
    // What lies between the least and the greatest key is all there is, NULLs aside.
    expect(lines.rows).toBeGreaterThanOrEqual(BIG_ROWS * 0.9);
    expect(await postgres.query('select n::text from most')).toEqual(
      await postgres.query('select count(part_id)::text from lines'),
    );
  });

  test('no key at all: no row is fetched', async () => {
    const { postgres, project } = await store({
      none: `select count(*) as n from lines l join parts p on p.part_id = l.part_id where p.kind = 'no such kind'`,
    });
    expect((await extractions(project, 'none')).get('lines')!.rows).toBe(0);
    expect(await postgres.query('select n::text from none')).toEqual([['0']]);
  });

  test('an outer join keeps its own side whole, and narrows the other one', async () => {
    const { postgres, project } = await store({
      outer_join: `select count(*) as n, count(l.line_id) as found from parts p left join lines l on p.part_id = l.part_id where p.kind = 'kind 7'`,
      other_way: `select count(*) as n from lines l left join parts p on p.part_id = l.part_id and p.kind = 'kind 7'`,
    });
    const fetched = await extractions(project, 'outer_join');
    const [[n]] = (await postgres.query('select count(*)::text from lines where part_id % 100 = 7')) as [[string]];
    expect(fetched.get('lines')!.rows).toBe(Number(n));
    expect(await postgres.query('select n::text, found::text from outer_join')).toEqual([[n, n]]);
    expect((await extractions(project, 'other_way')).get('lines')!.rows).toBe(BIG_ROWS);
    expect(await postgres.query('select n::text from other_way')).toEqual([[String(BIG_ROWS)]]);
  });

  test('NOT IN looks at the NULLs of a list: all of it is fetched', async () => {
    const { postgres, project } = await store({
      not_in: `select count(*) as n from parts where kind = 'kind 7' and part_id not in (select part_id from lines)`,
      not_exists: `select count(*) as n from parts p where kind = 'kind 7' and not exists (select 1 from lines l where l.part_id = p.part_id)`,
    });
    expect((await extractions(project, 'not_in')).get('lines')!.rows).toBe(BIG_ROWS);
    expect(await postgres.query('select n::text from not_in')).toEqual([['0']]);
    await extractions(project, 'not_exists');
    const [[present]] = (await postgres.query(
      'select count(distinct part_id)::text from lines where part_id % 100 = 7',
    )) as [[string]];
    expect(await postgres.query('select n::text from not_exists')).toEqual([[String(200 - Number(present))]]);
  });

  test('a correlated subquery', async () => {
    const { postgres, project } = await store({
      correlated: `select count(*) as n from lines l join parts p on p.part_id = l.part_id where p.kind = 'kind 7' and l.amount > (select 0.9 * max(i.amount) from lines i where i.part_id = p.part_id)`,
    });
    const fetched = await extractions(project, 'correlated');
    const expected = await postgres.query(
      'select count(*)::text from (select amount, max(amount) over (partition by part_id) as most from lines where part_id % 100 = 7) l where amount > 0.9 * most',
    );
    expect(await postgres.query('select n::text from correlated')).toEqual(expected);
    const [[n]] = (await postgres.query('select count(*)::text from lines where part_id % 100 = 7')) as [[string]];
    // A NULL may be needed where a subquery is joined NULL by NULL.
    expect(fetched.get('lines')!.rows).toBeGreaterThanOrEqual(Number(n));
    expect(fetched.get('lines')!.rows).toBeLessThan(BIG_ROWS / 2);
  });

  test('a chain: the keys of what was narrowed narrow the next one', async () => {
    const { postgres, project } = await store({
      chain: `select count(*) as n, max(n.note) as note from parts p join lines l on l.part_id = p.part_id join notes n on n.line_id = l.line_id where p.part_id <= 200`,
    });
    const fetched = await extractions(project, 'chain');
    const [[n]] = (await postgres.query('select count(*)::text from lines where part_id <= 200')) as [[string]];
    expect([fetched.get('lines')!.rows, fetched.get('notes')!.rows]).toEqual([Number(n), Number(n)]);
    expect(await postgres.query('select n::text, note from chain')).toEqual([[n, 'note 6']]);
  });

  test('a relation that is read twice is narrowed only where each reading is', async () => {
    const { postgres, project } = await store({
      twice: `select count(*) as n from parts p join lines a on a.part_id = p.part_id join lines b on b.part_id = p.part_id where p.kind = 'kind 7'`,
      one: `select count(*) as n from parts p join lines a on a.part_id = p.part_id where p.kind = 'kind 7' and a.amount <= (select max(amount) from lines )`,
    });
    const [[n]] = (await postgres.query('select count(*)::text from lines where part_id % 100 = 7')) as [[string]];
    expect((await extractions(project, 'twice')).get('lines')!.rows).toBe(Number(n));
    expect(await postgres.query('select n::text from twice')).toEqual(
      await postgres.query(
        'select sum(c * c)::text from (select count(*) as c from lines where part_id % 100 = 7 group by part_id) g',
      ),
    );
    expect((await extractions(project, 'one')).get('lines')!.rows).toBe(BIG_ROWS);
    expect(await postgres.query('select n::text from one')).toEqual([[n]]);
  });
});

describe('keys that are compared otherwise at the source', () => {
  test('a collation without case: text differs for the engine, and the source may send more', async () => {
    const { postgres, mysql, project } = await store(
      {
        texts: `select count(*) as n from lines l join parts p on p.code = l.code where l.line_id <= 100`,
      },
      async ({ mysql: server }) => {
        await server.query(`insert into parts select 20000 + seq, 'twin', concat('CODE ', seq) from seq_1_to_20000`);
      },
    );
    const parts = (await extractions(project, 'texts')).get('parts')!;
    const expected = await postgres.query(
      "select count(*)::text from lines where line_id <= 100 and code like 'Code %'",
    );
    expect(await postgres.query('select n::text from texts')).toEqual(expected);
    const [[all]] = (await mysql.query('select cast(count(*) as char) from parts')) as [[string]];
    if (parts.reducedBy.length > 0) expect(parts.rows).toBeLessThan(Number(all) / 2);
  });

  test('decimals, dates and texts with quotes, NULLs among them', async () => {
    const { postgres, project } = await store(
      {
        decimals: `select count(*) as n from more_lines m join parts p on p.price = m.price and p.day = m.day and p.label = m.label where p.kind = 'kind 7'`,
      },
      async ({ postgres: pg, mysql: my }) => {
        await my.query(
          'alter table parts add price decimal(10,2), add day date, add label varchar(40) collate utf8mb4_bin',
        );
        await my.query(
          `update parts set price = part_id / 4, day = date_add('1999-01-01', interval part_id day), label = if(part_id % 3 = 0, null, concat('it''s "', part_id, '" \\\\ {,}'))`,
        );
        await pg.query('create table more_lines (price numeric(10,2), day date, label text)');
        await pg.query(
          `insert into more_lines select p / 4.0, date '1999-01-01' + p, case when p % 5 = 0 then null else 'it''s "' || p || '" \\ {,}' end from (select 1 + (i * 7919) % 20000 as p from generate_series(1, ${BIG_ROWS}) i) g`,
        );
      },
    );
    const fetched = await extractions(project, 'decimals');
    const expected = await postgres.query(
      `select count(*)::text from more_lines where label is not null and (price * 4)::int % 100 = 7 and (price * 4)::int % 3 <> 0`,
    );
    expect(await postgres.query('select n::text from decimals')).toEqual(expected);
    expect(fetched.get('more_lines')!.rows).toBeLessThan(BIG_ROWS / 10);
  });
});

describe('with several models', () => {
  test('what one model needs by keys and another one whole is fetched once', async () => {
    const { postgres, project } = await store({
      by_keys: `select sum(l.amount) as amount from lines l join parts p on p.part_id = l.part_id where p.kind = 'kind 7'`,
      whole: `{{ config(compute='duckdb') }} select sum(amount) as amount from lines `,
      also_by_keys: `select count(*) as n from lines l join parts p on p.part_id = l.part_id where p.kind = 'kind 8'`,
    });
    const finished = await project.dvt('run', '--threads', '2');
    expect(finished.code, finished.output).toBe(0);
    const { results } = JSON.parse(await project.read('target/run_results.json')) as {
      results: { adapter_response: { extractions?: Extraction[] } }[];
    };
    const relations = results.flatMap((result) => result.adapter_response.extractions ?? []);
    expect(relations.filter(({ relation }) => relation.endsWith('.lines')).map(({ rows }) => rows)).toEqual([BIG_ROWS]);
    expect(await postgres.query('select amount::text from by_keys')).toEqual(
      await postgres.query('select sum(amount)::text from lines where part_id % 100 = 7'),
    );
    expect(await postgres.query('select n::text from also_by_keys')).toEqual(
      await postgres.query('select count(*)::text from lines where part_id % 100 = 8'),
    );
  });
});
