import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './tool.js';

const SERVER = fileURLToPath(new URL('./dbt-server.py', import.meta.url));

let server: { readonly child: ChildProcess; readonly codes: AsyncIterator<string> } | null = null;

/** Runs dbt in `cwd`. Commands go one after the other through a process that has dbt loaded: starting it takes seconds. */
export async function runDbt(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  server ??= start();
  const { child, codes } = server;
  const folder = await mkdtemp(join(tmpdir(), 'dvt-differential-output-'));
  try {
    const [stdout, stderr] = [join(folder, 'stdout'), join(folder, 'stderr')];
    child.stdin!.write(`${JSON.stringify({ args, cwd, env, stdout, stderr })}\n`);
    const { value, done } = await codes.next();
    if (done) throw new Error('the process that runs dbt has ended');
    return { code: Number(value), stdout: await readFile(stdout, 'utf8'), stderr: await readFile(stderr, 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The Python that dbt's command names in its first line. */
function start(): NonNullable<typeof server> {
  const python = readFileSync(process.env['DBT']!, 'utf8').split('\n', 1)[0]!.replace(/^#!/, '').trim();
  const child = spawn(python, [SERVER], { stdio: ['pipe', 'pipe', 'inherit'] });
  return { child, codes: createInterface(child.stdout!)[Symbol.asyncIterator]() };
}

/** Ends the process that runs dbt. */
export function stopDbt(): void {
  server?.child.stdin?.end();
  server = null;
}
