import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { DVT, type Outcome, runCommand } from '../command/run-command.js';
import type { Owner } from '../servers/server-process.js';

export interface Finished extends Outcome {
  /** both, for messages */
  readonly output: string;
}

interface Started {
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** A dvt project in a folder of its own, removed at the end of the test. */
export interface TestProject {
  readonly directory: string;
  /** Runs `dvt ARGS` to its end. */
  dvt(...args: string[]): Promise<Finished>;
  /** Starts `dvt ARGS` in a process, and a process group, of its own. */
  start(...args: string[]): Started;
  /** As `start`, with further environment variables. */
  startWith(env: Readonly<Record<string, string>>, ...args: string[]): Started;
  /** As `startWith`, as another user of the system; null = as this one. */
  startAs(owner: Owner | null, env: Readonly<Record<string, string>>, ...args: string[]): Started;
  write(path: string, text: string): Promise<void>;
  read(path: string): Promise<string>;
}

/** `profiles` is written as YAML; `files` are paths and texts. A dvt_project.yml is made unless `files` has one. */
export async function testProject(options: {
  readonly profiles: Record<string, unknown>;
  readonly profile: string;
  readonly files: Record<string, string>;
  readonly compute?: Record<string, unknown>;
}): Promise<TestProject> {
  const directory = await mkdtemp(join(tmpdir(), 'dvt-test-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  };
  const env: Record<string, string> = {};
  const project = { name: 'shop', profile: options.profile, ...(options.compute ? { compute: options.compute } : {}) };
  await write('profiles.yml', stringify(passwordsInto(env, options.profiles)));
  if (options.files['dvt_project.yml'] === undefined) await write('dvt_project.yml', stringify(project));
  for (const [path, text] of Object.entries(options.files)) await write(path, text);
  const startAs: TestProject['startAs'] = (owner, more, ...args) => {
    const child = spawn(process.execPath, [DVT, ...args], {
      ...owner,
      cwd: directory,
      env: { ...process.env, ...env, NO_COLOR: '1', ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    return { process: child, finished: finished(child) };
  };
  const startWith: TestProject['startWith'] = (more, ...args) => startAs(null, more, ...args);
  return {
    directory,
    dvt: async (...args) => {
      const done = await runCommand(args, directory, { ...process.env, ...env, NO_COLOR: '1' });
      return { ...done, output: done.stdout + done.stderr };
    },
    start: (...args) => startWith({}, ...args),
    startWith,
    startAs,
    write,
    read: (path) => readFile(join(directory, path), 'utf8'),
  };
}

/** Moves passwords to environment variables, as people do; there a password may look like Jinja. */
function passwordsInto(env: Record<string, string>, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => passwordsInto(env, one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key !== 'password' || typeof inner !== 'string') return [key, passwordsInto(env, inner)];
      const name = `DVT_TEST_PASSWORD_${Object.keys(env).length}`;
      env[name] = inner;
      return [key, `{{ env_var('${name}') }}`];
    }),
  );
}

function finished(child: ChildProcess): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr, output: stdout + stderr }));
  });
}
