import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCertificate } from './certificate.js';
import { findMariadb } from './find-mariadb.js';
import { freePort } from './free-port.js';
import type { Reaper } from './reaper.js';
import { ODD_PASSWORD, type RunningServer, type ServerOptions } from './running-server.js';
import { ownerFor, runProgram, serverDirectory, startServer } from './server-process.js';

/** Starts the system's MariaDB with a data directory of its own. */
export async function startMariadb(options: ServerOptions, reaper: Reaper): Promise<RunningServer> {
  const programs = await findMariadb();
  const owner = ownerFor('mysql');
  const directory = serverDirectory('mariadb', owner, reaper);
  const data = join(directory, 'data');
  await runProgram({
    command: programs.installDb,
    args: ['--no-defaults', `--datadir=${data}`, '--skip-test-db', '--auth-root-authentication-method=normal'],
    owner,
    directory,
    reaper,
  });
  const initFile = join(directory, 'init.sql');
  writeFileSync(
    initFile,
    [
      `create or replace user 'dvt'@'%' identified by password '${nativePasswordHash(ODD_PASSWORD)}';`,
      `grant all on *.* to 'dvt'@'%' with grant option;`,
      '',
    ].join('\n'),
  );
  const port = await freePort();
  const certificate = options.ssl ? createCertificate(directory, owner) : null;
  const settings: Record<string, string> = {
    datadir: data,
    port: String(port),
    'bind-address': '127.0.0.1',
    socket: join(directory, 'socket'),
    'pid-file': join(directory, 'pid'),
    'init-file': initFile,
    'skip-name-resolve': '1',
    'local-infile': '1',
    'character-set-server': 'utf8mb4',
    'max-connections': '200',
    'innodb-buffer-pool-size': '64M',
    'innodb-flush-log-at-trx-commit': '0',
    'innodb-doublewrite': '0',
    ...(certificate && {
      'ssl-ca': certificate.caFile,
      'ssl-cert': certificate.certFile,
      'ssl-key': certificate.keyFile,
    }),
    ...options.settings,
  };
  const { pid, logFile } = await startServer({
    command: programs.server,
    args: ['--no-defaults', ...Object.entries(settings).map(([name, value]) => `--${name}=${value}`)],
    owner,
    directory,
    ready: /ready for connections/,
    stopSignal: 'SIGKILL',
    reaper,
  });
  return {
    host: '127.0.0.1',
    port,
    user: 'dvt',
    password: ODD_PASSWORD,
    pid,
    caFile: certificate?.caFile ?? null,
    logFile,
  };
}

/** As mysql_native_password stores it, so that the password needs no quoting in SQL. */
function nativePasswordHash(password: string): string {
  const once = createHash('sha1').update(password).digest();
  return `*${createHash('sha1').update(once).digest('hex').toUpperCase()}`;
}
