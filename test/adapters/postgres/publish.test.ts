import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection, PublishOptions } from '#dvt/spi/connection.js';
import { freshPostgres, type TestDatabase } from '../../servers/index.js';
import { named, open } from './open.js';

let database: TestDatabase;
let connection: Connection;
beforeAll(async () => {
  database = await freshPostgres();
  connection = await open(database.profile);
});
afterAll(async () => {
  await connection?.close();
  await database?.drop();
});

let count = 0;
async function publish(final: string, sql: string, options: Partial<PublishOptions> = {}): Promise<void> {
  const runId = `run${++count}`;
  const staging = named(`${final}__dvt_${runId}`);
  const { rows } = await connection.target!.createTableAs(staging, sql);
  await connection.target!.publishTable(staging, named(final), { runId, rows, onDependents: 'recreate', ...options });
}

describe('dependent views', () => {
  it('are recreated in chains, with what hangs on them', async () => {
    await database.query(`create role reader_of_views; create table base as select 1 as id, 'x' as v;
      create view first with (security_barrier) as select id, v from base;
      create materialized view second as select id + 1 as next from first;
      create unique index second_next on second (next);
      create view "Third ""view""" as select next from second join base on true;
      comment on view first is 'It''s first'; comment on column first.id is 'a key';
      grant select on first to reader_of_views; grant select (next) on second to reader_of_views`);
    await publish('base', `select 7 as id, 'y'::text as v, true as added`);
    expect(await database.query(`select id, v from first`)).toEqual([['7', 'y']]);
    expect(await database.query(`select next from "Third ""view"""`)).toEqual([['8']]);
    expect(
      await database.query(`select obj_description('first'::regclass), col_description('first'::regclass, 1),
        has_table_privilege('reader_of_views', 'first', 'select'), has_column_privilege('reader_of_views', 'second', 'next', 'select'),
        to_regclass('second_next') is not null, (select reloptions::text from pg_class where oid = 'first'::regclass)`),
    ).toEqual([["It's first", 'a key', 't', 't', 't', '{security_barrier=true}']]);
    await database.query('drop owned by reader_of_views; drop role reader_of_views');
  });

  it('that no longer fit stop the publish, which names them and leaves the old table', async () => {
    await database.query(
      `create table narrow as select 1 as id, 2 as gone; create view needs_it as select gone from narrow`,
    );
    await expect(publish('narrow', 'select 5 as id')).rejects.toMatchObject({
      code: 'DVT5105',
      message: expect.stringMatching(/needs_it.*narrow/s),
      diagnostics: [{ hint: expect.stringContaining('cascade') }],
    });
    expect(await database.query('select * from narrow, needs_it')).toEqual([['1', '2', '2']]);
    await publish('narrow', 'select 5 as id', { onDependents: 'cascade' });
    expect(await database.query(`select id, to_regclass('needs_it') from narrow`)).toEqual([['5', null]]);
  });

  it('that two tables share do not keep the two from being replaced at once', async () => {
    await database.query(`create table held as select 1 as h; create table left_one as select 1 as l;
      create table right_one as select 1 as r; create view shared as select l, r, h from held, left_one, right_one`);
    // Both come as far as the view, which cannot be read before the third table is let go.
    const holder = await connection.session();
    await holder.begin();
    await holder.query('lock table held in access exclusive mode');
    const waiting = `select count(distinct pid) from pg_locks where not granted
      and database = (select oid from pg_database where datname = current_database())`;
    const both = [publish('left_one', 'select 2 as l'), publish('right_one', 'select 3 as r')];
    await expect.poll(() => database.query(waiting)).toEqual([['2']]);
    await holder.commit();
    await holder.close();
    await Promise.all(both);
    expect(await database.query('select l, r, h from shared')).toEqual([['2', '3', '1']]);
  });

  it('are tried again where the server ends a deadlock', async () => {
    await database.query(`create table contended as select 1 as id; create sequence ended;
      create function end_first() returns event_trigger language plpgsql as $$ begin
        if nextval('ended') = 1 then raise exception 'deadlock detected' using errcode = '40P01'; end if; end $$;
      create event trigger once on ddl_command_end when tag in ('ALTER TABLE') execute function end_first()`);
    await publish('contended', 'select 2 as id');
    await database.query('drop event trigger once');
    expect(await database.query('select id from contended')).toEqual([['2']]);
  });

  it('other dependents stop it as well', async () => {
    await database.query(`create table typed (id int);
      create function takes_a_row(typed) returns int language sql as 'select 1'`);
    await expect(publish('typed', 'select 1 as id')).rejects.toMatchObject({
      code: 'DVT5105',
      message: expect.stringContaining('takes_a_row'),
    });
  });
});

describe('foreign keys that point to the table', () => {
  it('are made again, and hold for the new rows', async () => {
    await database.query(`create table "Keyed one" (id int primary key); insert into "Keyed one" values (1), (2);
      create table refers (id int constraint "the key" references "Keyed one" on delete cascade); insert into refers values (1)`);
    await publish('Keyed one', 'select 1 as id');
    await database.query('delete from "Keyed one"');
    expect(await database.query('select * from refers')).toEqual([]);
    await expect(database.query('insert into refers values (3)')).rejects.toThrow('the key');
  });

  it('stop it where the new rows do not fulfil them, unless they may go', async () => {
    await database.query(`create table parent (id int primary key); insert into parent values (1);
      create table child (id int constraint child_of references parent); insert into child values (1)`);
    await expect(publish('parent', 'select 2 as id')).rejects.toMatchObject({
      code: 'DVT5105',
      message: expect.stringMatching(/child_of of public\.child.*Key \(id\)=\(1\)/s),
      diagnostics: [{ hint: expect.stringContaining('cascade') }],
    });
    expect(await database.query('select * from parent')).toEqual([['1']]);
    await publish('parent', 'select 2 as id', { onDependents: 'cascade' });
    await database.query('insert into child values (7)');
  });
});

describe('a table that brings constraints of its own', () => {
  it('has those alone, under the names that they would have had', async () => {
    await database.query(
      'create table promised (id int primary key, name text unique, n int); create index by_n on promised (n)',
    );
    const runId = 'own1';
    const staging = named(`promised__dvt_${runId}`);
    await database.query(
      `create table "${staging.identifier}" (id int primary key, name text check (name <> ''), n int)`,
    );
    const options = { runId, rows: 0, onDependents: 'recreate', constraints: 'own' } as const;
    await connection.target!.publishTable(staging, named('promised'), options);
    expect(
      await database.query(`select conname from pg_constraint where conrelid = 'promised'::regclass and contype <> 'n'
        union all select indexname from pg_indexes where tablename = 'promised' order by 1`),
    ).toEqual([['by_n'], ['promised_name_check'], ['promised_pkey'], ['promised_pkey']]);
  });
});

describe('what the old table had', () => {
  it('keys and indexes stay under their names while their columns do', async () => {
    await database.query(`create table indexed (id int primary key, a text, b int);
      create index "odd ON x USING y" on indexed (lower(a)) where id > 0; create index on indexed (b)`);
    await publish('indexed', `select 1 as id, 'x'::text as a`);
    expect(await database.query(`select indexname from pg_indexes where tablename = 'indexed' order by 1`)).toEqual([
      ['indexed_pkey'],
      ['odd ON x USING y'],
    ]);
    await expect(publish('indexed', `select 1 as id, 'x'::text as a from generate_series(1, 2)`)).rejects.toThrow(
      /indexed_pkey.*id\)=\(1\)/,
    );
    expect(await database.query('select count(*) from indexed')).toEqual([['1']]);
  });

  it('the owner stays, and default privileges add nothing', async () => {
    await database.query(`create role owns_it; grant create, usage on schema public to owns_it; create table owned as select 1 as id; alter table owned owner to owns_it;
      grant select on owned to pg_monitor; alter default privileges grant delete on tables to pg_read_all_data`);
    const before = await database.query(`select relowner::regrole, relacl from pg_class where relname = 'owned'`);
    await publish('owned', 'select 2 as id');
    expect(await database.query(`select relowner::regrole, relacl from pg_class where relname = 'owned'`)).toEqual(
      before,
    );
    await database.query(
      'alter default privileges revoke delete on tables from pg_read_all_data; drop owned by owns_it; drop role owns_it',
    );
  });
});

describe('the swap', () => {
  it('is one step for readers', async () => {
    await publish('watched', 'select 1 as generation from generate_series(1, 100)');
    const reader = await database.session();
    const seen = new Set<string>();
    let done = false;
    const reading = (async () => {
      while (!done)
        seen.add((await reader.query('select min(generation), max(generation), count(*) from watched'))[0]!.join(' '));
    })();
    for (let n = 2; n <= 15; n++) await publish('watched', `select ${n} as generation from generate_series(1, 100)`);
    done = true;
    await reading;
    await reader.end();
    for (const state of seen) expect(state).toMatch(/^(\d+) \1 100$/);
    expect(seen.size).toBeGreaterThan(1);
  });

  it('waits for readers no longer than lock_timeout', async () => {
    await publish('locked', 'select 1 as id');
    const reader = await database.session();
    await reader.query('begin; select * from locked');
    const impatient = await open({ ...database.profile, lock_timeout: '200ms' });
    await impatient.target!.createTableAs(named('locked__dvt_lk'), 'select 2 as id');
    const failure = impatient.target!.publishTable(named('locked__dvt_lk'), named('locked'), {
      runId: 'lk',
      rows: 1,
      onDependents: 'recreate',
    });
    await expect(failure).rejects.toMatchObject({ code: 'DVT5104', terminal: false });
    await reader.query('commit');
    await reader.end();
    await impatient.target!.drop(named('locked__dvt_lk'));
    await impatient.close();
    expect(await database.query('select * from locked')).toEqual([['1']]);
  });

  it('refuses what does not hold the rows that were written, and a sequence', async () => {
    await connection.target!.createTableAs(named('short__dvt_s'), 'select 1 as id');
    const publishing = connection.target!.publishTable(named('short__dvt_s'), named('short'), {
      runId: 's',
      rows: 2,
      onDependents: 'recreate',
    });
    await expect(publishing).rejects.toMatchObject({ code: 'DVT5106' });
    await database.query('create sequence numbers');
    await expect(publish('numbers', 'select 1 as id')).rejects.toThrow(/sequence/);
    await database.query('drop table short__dvt_s');
  });

  it('a view takes other columns', async () => {
    const options = { runId: 'v1', rows: null, onDependents: 'recreate' } as const;
    await connection.target!.publishView(named('looks'), 'select 1 as a, 2 as b;', options);
    await database.query("comment on view looks is 'kept'");
    await connection.target!.publishView(named('looks'), `select 'x' as b -- a comment`, options);
    expect(await database.query(`select *, obj_description('looks'::regclass) from looks`)).toEqual([['x', 'kept']]);
  });

  it('one statement is one statement', async () => {
    await expect(
      connection.target!.createTableAs(named('two'), 'select 1 as id; drop table watched'),
    ).rejects.toMatchObject({ name: 'DvtError' });
    expect(await database.query(`select to_regclass('two'), to_regclass('watched') is not null`)).toEqual([
      [null, 't'],
    ]);
  });
});
