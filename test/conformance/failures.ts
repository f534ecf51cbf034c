import { describe, expect, test } from 'vitest';
import type { DvtError } from '#dvt/core/errors.js';
import { collectPlan } from '../batches/collect.js';
import { faultProxy } from '../faults/proxy.js';
import { type Harness, newRunId } from './harness.js';
import type { ConformanceOptions } from './options.js';

/** What a person is told, and what is left behind, when something is wrong. */
export function failures(options: ConformanceOptions, harness: () => Harness): void {
  const upstream = () => {
    const { host, port } = harness().database.profile;
    return typeof host === 'string' && typeof port === 'number' ? { host, port } : null;
  };

  describe('failures', () => {
    test.each(options.badProfiles)('$name', async ({ change, message }) => {
      const error = await failureOf(harness().connect(change));
      expect(error.code).toMatch(/^DVT4/);
      expect(error.message).toMatch(message);
      const told = JSON.stringify(error.diagnostics);
      for (const field of Object.keys(change)) {
        if (options.adapter.fields[field]?.secret) expect(told).not.toContain(change[field]);
      }
      expect(told).not.toContain(JSON.stringify(harness().database.profile['password'] ?? 'no password').slice(1, -1));
    });

    test('invalid SQL is told with the words of the database', async () => {
      const error = await failureOf(harness().connection.query('selec nonsense'));
      expect(error.code).toMatch(/^DVT[245]/);
      expect(error.message).toMatch(/selec/);
      expect((await harness().connection.query('select 1 as one')).rows).toEqual([[1]]);
    });

    test('missing rights are told, naming the relation', async ({ skip }) => {
      if (!options.stranger) skip('the database has no users');
      await harness().publish('secret_table', 'select 1 as id');
      const { sql, profile, drop } = options.stranger!;
      for (const statement of sql) await harness().query(statement);
      try {
        const error = await failureOf(
          (async () => {
            const stranger = await harness().connect(profile);
            try {
              const [relation] = await stranger.describe([harness().name('secret_table')]);
              if (!relation) throw new Error('the stranger was told that there is no such table');
              const columns = relation.columns.map((column) => ({ ...column, cast: false }));
              const plan = await stranger.scan({ relation, columns, predicate: null, maxSplits: 1 });
              await collectPlan(
                plan,
                columns.map(({ type }) => type),
              );
            } finally {
              await stranger.close();
            }
          })(),
        );
        expect(error.message).toContain('secret_table');
      } finally {
        for (const statement of drop) await harness().query(statement);
      }
    });

    test('a schema that nothing can be loaded into is told before anything is', async ({ skip }) => {
      const { target } = harness();
      const { database, schema } = harness().name('any');
      await target.createSchema({ database, schema });
      await target.checkLoadable({ database, schema });
      if (!options.stranger) skip('the database has no users');
      const { sql, profile, drop } = options.stranger!;
      for (const statement of sql) await harness().query(statement);
      try {
        const stranger = await harness().connect(profile);
        const error = await failureOf(stranger.target!.checkLoadable({ database, schema })).finally(() =>
          stranger.close(),
        );
        expect(error.code).toBe('DVT4006');
        expect(error.message).toMatch(/create/i);
        expect(error.message).toContain(profile['user']);
        expect(error.diagnostics[0]!.hint).toContain(schema);
      } finally {
        for (const statement of drop) await harness().query(statement);
      }
    });

    test('a server that is gone in the middle of a scan', async ({ skip }) => {
      const address = upstream();
      if (!address) skip('no server is involved');
      await harness().publish('interrupted', `select i as id, repeat('x', 100) as v from range(50000) t(i)`);
      const proxy = await faultProxy(address!);
      const connection = await harness().connect({ host: proxy.host, port: proxy.port });
      const [relation] = await connection.describe([harness().name('interrupted')]);
      const columns = relation!.columns.map((column) => ({ ...column, cast: false }));
      const types = columns.map(({ type }) => type);
      const request = { relation: relation!, columns, predicate: null, maxSplits: 1 };
      const plan = await connection.scan(request);
      proxy.cutAfter(1_000_000);
      const error = await failureOf(collectPlan(plan, types));
      expect(error.code).toMatch(/^DVT4/);
      expect(error.terminal).toBe(false);
      // The next attempt works: nothing of the lost session is kept.
      const again = await collectPlan(await connection.scan(request), types);
      expect(again.rows).toHaveLength(50_000);
      await connection.close();
      await proxy.close();
    });

    test('a server that is gone in the middle of a load leaves nothing', async ({ skip }) => {
      const address = upstream();
      if (!address) skip('no server is involved');
      const proxy = await faultProxy(address!);
      const connection = await harness().connect({ host: proxy.host, port: proxy.port });
      const staging = harness().staging('cut_load', newRunId());
      const sql = `select i as id, repeat('x', 1000) as v from range(100000) t(i)`;
      const plan = await connection.target!.load(staging, await harness().columns(sql), { columnTypes: new Map() });
      let sent = 0;
      proxy.onTraffic = ({ direction, bytes }) => {
        if (direction === 'toServer') sent += bytes.length;
        if (sent > 2_000_000) proxy.cut();
        return 'forward';
      };
      const error = await failureOf(harness().engine.load({ namespace: 'conformance', sql }, plan));
      expect(error.code).toMatch(/^DVT4/);
      await connection.close();
      await proxy.close();
      // Where the server cannot roll it back by itself, the next run's sweep removes it.
      const { database, schema } = staging;
      const left = async () => {
        await harness().target.sweep([{ database, schema }]);
        return harness().describe(staging.identifier);
      };
      await expect.poll(left).toBeNull();
    });
  });
}

/** The DvtError that a promise must be rejected with. */
async function failureOf(work: Promise<unknown>): Promise<DvtError> {
  const outcome = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(outcome).toMatchObject({ name: 'DvtError' });
  return outcome as DvtError;
}
