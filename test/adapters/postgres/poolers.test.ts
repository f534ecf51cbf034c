import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Connection } from '#dvt/spi/connection.js';
import { freePort } from '../../servers/free-port.js';
import { freshPostgres, type TestDatabase } from '../../servers/index.js';
import { ownerFor } from '../../servers/server-process.js';
import { named, open } from './open.js';
import { createSplitTable, expectOneState } from './split-table.js';

const PGBOUNCER = (() => {
  try {
    return execFileSync('sh', ['-c', 'PATH="$PATH:/usr/sbin" command -v pgbouncer'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
})();

/** A database with a table of several splits, and a PgBouncer before it: the profile of what goes through it. */
async function pooled(mode: string): Promise<{ database: TestDatabase; profile: Record<string, unknown> }> {
  const database = await freshPostgres();
  const { host, port, user, password, database: name } = database.profile;
  await createSplitTable(database);
  const owner = ownerFor('postgres');
  const directory = mkdtempSync(join(tmpdir(), 'dvt-pooler-'));
  const own = await freePort();
  const users = join(directory, 'users.txt');
  writeFileSync(users, `"${user}" "${String(password).replaceAll('"', '""')}"\n`);
  const settings = join(directory, 'pgbouncer.ini');
  writeFileSync(
    settings,
    `[databases]\n${name} = host=${host} port=${port} dbname=${name}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${own}\n` +
      `auth_type = trust\nauth_file = ${users}\npool_mode = ${mode}\nunix_socket_dir =\n`,
  );
  if (owner) for (const path of [directory, users, settings]) chownSync(path, owner.uid, owner.gid);
  const child = spawn(PGBOUNCER!, [settings], { ...owner, stdio: 'ignore' });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
    await database.drop();
  });
  while (!(await isListening(own))) await new Promise((resolve) => setTimeout(resolve, 50));
  return { database, profile: { ...database.profile, host: '127.0.0.1', port: own } };
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false)).on('connect', () => socket.destroy());
  });
}

async function opened(profile: Record<string, unknown>, readOnly: boolean): Promise<Connection> {
  const connection = await open(profile, { readOnly });
  onTestFinished(() => connection.close());
  return connection;
}

const refusal = (message: string) => ({
  diagnostics: [{ code: 'DVT4008', message: expect.stringContaining(message) }],
});

// PgBouncer is in no npm package; where the machine has it (apt-get install pgbouncer), these run.
describe.skipIf(PGBOUNCER === null)('through PgBouncer', () => {
  test('a pool of transactions is read, and nothing is left behind for others', async () => {
    const { profile } = await pooled('transaction');
    await expectOneState(await opened(profile, true));
    const other = await opened(profile, false);
    const left = await other.query(
      `select current_setting('default_transaction_read_only'), current_setting('client_connection_check_interval')`,
    );
    expect(left.rows).toEqual([['off', '0']]);
  });

  test('a pool of transactions is not published to, and takes no settings', async () => {
    const { profile } = await pooled('transaction');
    const connection = await opened(profile, false);
    await expect(connection.target!.lease('a_run')).rejects.toMatchObject(refusal('locks that last for a run'));
    await expect(open({ ...profile, search_path: 'elsewhere' })).rejects.toMatchObject(refusal('search_path'));
  });

  test('a pool of sessions does all that a server does', async () => {
    const { database, profile } = await pooled('session');
    const connection = await opened({ ...profile, search_path: 'elsewhere' }, false);
    expect((await connection.query('show search_path')).rows).toEqual([['elsewhere']]);
    await expectOneState(connection);
    const lease = await connection.target!.lease('a_run');
    await connection.target!.createTableAs(named('made'), 'select 7 as x');
    await lease.release();
    expect(await database.query('select x from made')).toEqual([['7']]);
  });

  test('a pool of statements is refused', async () => {
    const { profile } = await pooled('statement');
    await expect(open(profile)).rejects.toMatchObject(refusal('statement pooling'));
  });
});
