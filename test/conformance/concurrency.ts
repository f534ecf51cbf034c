import { describe, expect, test } from 'vitest';
import { type Harness, newRunId } from './harness.js';

const ROWS = 3000;
const PUBLISHES = 8;

/** Readers and other runs beside a publish. */
export function concurrency(harness: () => Harness): void {
  describe('concurrency', () => {
    test('a reader sees whole tables only, at any time', async () => {
      const generation = (n: number) => `select i as id, ${n} as generation from range(${ROWS + n}) t(i)`;
      await harness().publish('polled', generation(0));
      const session = (await harness().database.session?.()) ?? {
        query: harness().query.bind(harness()),
        end: async () => {},
      };
      const seen: number[] = [];
      let published = false;
      const reader = (async () => {
        while (!published) {
          const select = `select count(*), min(generation), max(generation) from ${harness().sql('polled')}`;
          const [count, least, greatest] = (await session.query(select))[0]!.map(Number);
          expect({ count, least }).toEqual({ count: ROWS + greatest!, least: greatest });
          seen.push(greatest!);
          await new Promise((resolve) => setImmediate(resolve));
        }
      })();
      // It is awaited below; until then a failure of it must not count as unhandled.
      reader.catch(() => {});
      try {
        for (let n = 1; n <= PUBLISHES; n++) await harness().publish('polled', generation(n));
      } finally {
        published = true;
      }
      await reader;
      await session.end();
      expect(new Set(seen).size).toBeGreaterThan(1);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
    });

    test('two runs that publish one relation both succeed, one after the other', async () => {
      const other = await harness().connect();
      const connections = [harness().connection, other];
      await harness().publish('contested', 'select 0 as id');
      const stagings = await Promise.all(
        connections.map(async ({ target }, index) => {
          const runId = newRunId();
          const lease = await target!.lease(runId);
          const staging = harness().staging('contested', runId);
          await harness().load(staging, `select ${index + 1} as id`);
          return { target: target!, lease, runId, staging };
        }),
      );
      await Promise.all(
        stagings.map(({ target, runId, staging }) =>
          target.publishTable(staging, harness().name('contested'), { runId, rows: 1, onDependents: 'recreate' }),
        ),
      );
      await Promise.all(stagings.map(({ lease }) => lease.release()));
      await other.close();
      expect([[['1']], [['2']]]).toContainEqual(await harness().rows('contested'));
      expect(await harness().leftovers('contested')).toEqual([]);
    });

    test('a sweep leaves a live run alone and removes what a dead one left', async () => {
      const other = await harness().connect();
      const runId = newRunId();
      const staging = harness().staging('swept', runId);
      const { database, schema } = staging;
      const lease = await harness().target.lease(runId);
      await harness().load(staging, 'select 1 as id');
      expect(await other.target!.sweep([{ database, schema }])).not.toContainEqual(staging);
      expect(await harness().rows(staging.identifier)).toEqual([['1']]);
      await lease.release();
      const dropped = await other.target!.sweep([{ database, schema }]);
      expect(dropped).toContainEqual(staging);
      expect(await harness().describe(staging.identifier)).toBeNull();
      await other.close();
    });
  });
}
