import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGES = 'apt-get update && apt-get install -y --no-install-recommends mariadb-server';
const POLICY = '/usr/sbin/policy-rc.d';

/** Where the system's MariaDB is. */
export interface MariadbPrograms {
  readonly server: string;
  readonly installDb: string;
}

/**
 * Finds a MariaDB server, installing the system's package where this is root on Debian or Ubuntu. Throws with what to
 * install: tests against MariaDB are never skipped.
 */
export async function findMariadb(): Promise<MariadbPrograms> {
  const found = look();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`dvt's tests need a MariaDB server and none is installed: ${PACKAGES}`);
    install();
    const installed = look();
    if (installed) return installed;
  }
  throw new Error(
    'The tests need a MariaDB server: programs mariadbd and mariadb-install-db on PATH. ' +
      'Debian and Ubuntu: sudo apt-get install mariadb-server; Fedora: sudo dnf install mariadb-server; ' +
      'macOS: brew install mariadb. It need not be running: the tests start one of their own.',
  );
}

function look(): MariadbPrograms | null {
  const server = which('mariadbd');
  const installDb = which('mariadb-install-db');
  return server && installDb ? { server, installDb } : null;
}

function which(program: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin'];
  for (const folder of folders) {
    try {
      const path = join(folder, program);
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not in this folder
    }
  }
  return null;
}

/** Installs the package without letting it start its default instance. */
function install(): void {
  const ownPolicy = !existsSync(POLICY);
  if (ownPolicy) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    execFileSync('sh', ['-c', PACKAGES], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } finally {
    if (ownPolicy) rmSync(POLICY, { force: true });
  }
}
