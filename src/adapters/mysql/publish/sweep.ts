import { parseStagingName } from '../../../core/staging-name.js';
import type { RelationName } from '../../../spi/relation.js';
import { relation, string } from '../dialect/quote.js';
import type { Session } from '../session/session.js';
import { leaseName, tryLock, unlock } from './named-lock.js';

interface Found {
  readonly name: RelationName;
  readonly isView: boolean;
}

/** Drops the staging relations, in these databases, of runs that are over: those whose lock is free. */
export async function sweep(session: Session, databases: readonly string[]): Promise<readonly RelationName[]> {
  const byRun = new Map<string, Found[]>();
  for (const database of new Set(databases)) {
    const rows = await session.texts(
      `select table_name, table_type from information_schema.tables where table_schema = ${string(database)} and locate('__dvt_', table_name) > 0`,
    );
    for (const [table, type] of rows) {
      const run = parseStagingName(table!);
      if (run === null) continue;
      const name = { database: null, schema: database, identifier: table! };
      byRun.set(run.runId, [...(byRun.get(run.runId) ?? []), { name, isView: type === 'VIEW' }]);
    }
  }
  const dropped: RelationName[] = [];
  for (const [runId, found] of byRun) {
    const lock = leaseName(runId);
    if (!(await tryLock(session, lock))) continue;
    try {
      for (const { name, isView } of found) {
        await session.run(`drop ${isView ? 'view' : 'table'} if exists ${relation(name)}`);
        dropped.push(name);
      }
    } finally {
      await unlock(session, lock);
    }
  }
  return dropped;
}
