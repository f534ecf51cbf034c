import { expect, onTestFinished, test } from 'vitest';
import { freshMysql, freshPostgres, type TestDatabase } from '../../servers/index.js';
import type { Server } from './case.js';
import { MYSQL_CASES } from './mysql-cases.js';
import { POSTGRES_CASES } from './postgres-cases.js';
import { type Databases, roundTrips } from './round-trip.js';

async function databases(kind: Server): Promise<Databases> {
  const [source, postgres, mysql] = await Promise.all([
    kind === 'postgres' ? freshPostgres() : freshMysql(),
    freshPostgres(),
    freshMysql(),
  ]);
  onTestFinished(async () => {
    await Promise.all([source, postgres, mysql].map((database: TestDatabase) => database.drop()));
  });
  return { source, targets: { postgres, mysql } };
}

test.each([
  ['postgres', POSTGRES_CASES],
  ['mysql', MYSQL_CASES],
] as const)('every value of %s arrives unchanged in both targets, or is refused', async (kind, cases) => {
  const counts = await roundTrips(kind, cases, await databases(kind));
  expect(counts.equal).toBeGreaterThan(cases.length);
  expect(counts.refused).toBeGreaterThan(5);
});
