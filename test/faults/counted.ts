import { onTestFinished } from 'vitest';
import { freshPostgres, type TestDatabase } from '../servers/index.js';
import { faultProxy } from './proxy.js';

/** What went through a proxy. */
interface Count {
  /** how often somebody asked and waited for the answer */
  roundTrips: number;
  /** connections over which something was said */
  logins: number;
}

/** A new database that is reached through a proxy which counts; both go when the test has ended. */
export async function countedPostgres(): Promise<{
  readonly database: TestDatabase;
  /** of the proxy */
  readonly profile: Readonly<Record<string, unknown>>;
  readonly count: Readonly<Count>;
}> {
  const database = await freshPostgres();
  onTestFinished(() => database.drop());
  const { host, port } = database.profile as { host: string; port: number };
  const proxy = await faultProxy({ host, port });
  onTestFinished(() => proxy.close());
  const count: Count = { roundTrips: 0, logins: 0 };
  const last = new Map<number, string>();
  proxy.onTraffic = ({ direction, connection }) => {
    if (!last.has(connection)) count.logins++;
    // Bytes that follow others the same way belong to the same question, or to its answer.
    if (direction === 'toServer' && last.get(connection) !== 'toServer') count.roundTrips++;
    last.set(connection, direction);
    return 'forward';
  };
  return { database, profile: { ...database.profile, host: proxy.host, port: proxy.port }, count };
}
