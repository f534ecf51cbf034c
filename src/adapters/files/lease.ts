import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Lease } from '../../spi/connection.js';

const HEARTBEAT_MS = 5_000;
/** A lease of another machine is free when it was not renewed for so long. */
const STALE_MS = 60_000;

/**
 * A run's lease is a file `.dvt-<run id>.lock` in the connection's directory with the process and the machine that hold
 * it, touched every 5 seconds. On the same machine it is free when the process is gone; elsewhere when it is not touched
 * for a minute.
 */
export async function takeLease(root: string, runId: string): Promise<Lease> {
  const file = leaseFile(root, runId);
  await writeFile(file, JSON.stringify({ pid: process.pid, host: hostname() }));
  const heart = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, HEARTBEAT_MS);
  heart.unref();
  return {
    async release() {
      clearInterval(heart);
      await rm(file, { force: true });
    },
  };
}

/** Whether no live process holds the run's lease; a dead one's file is removed. */
export async function isFree(root: string, runId: string): Promise<boolean> {
  const file = leaseFile(root, runId);
  const found = await stat(file).catch(() => null);
  if (!found) return true;
  const holder = (await readFile(file, 'utf8')
    .then(JSON.parse)
    .catch(() => ({}))) as { pid?: number; host?: string };
  const free =
    holder.host === hostname() && holder.pid !== undefined
      ? !isAlive(holder.pid)
      : Date.now() - found.mtimeMs > STALE_MS;
  if (free) await rm(file, { force: true });
  return free;
}

/** Removes the leases of runs that were killed, also of those that had nothing in staging. */
export async function sweepLeases(root: string): Promise<void> {
  const names = await readdir(root).catch(() => []);
  for (const name of names) {
    const runId = /^\.dvt-([^.]+)\.lock$/.exec(name)?.[1];
    if (runId !== undefined) await isFree(root, runId);
  }
}

function leaseFile(root: string, runId: string): string {
  return join(root, `.dvt-${runId}.lock`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
