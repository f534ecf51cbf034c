import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DVT = fileURLToPath(new URL('../../bin/dvt.cjs', import.meta.url));
const PROJECTS = fileURLToPath(new URL('./projects/', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** dbt or dvt, with a copy of a project and a database of its own. */
export interface Tool {
  readonly name: 'dbt' | 'dvt';
  readonly folder: string;
  run(...args: readonly string[]): Promise<Outcome>;
  /** an artifact of the target folder */
  artifact(name: string): Promise<Record<string, unknown>>;
}

/** Copies a project for a tool. `profile` is one output of dbt's profiles.yml. */
export async function tool(
  name: Tool['name'],
  project: string,
  profile: (folder: string) => Readonly<Record<string, unknown>>,
): Promise<Tool> {
  const folder = await mkdtemp(join(tmpdir(), `dvt-differential-${name}-`));
  await cp(join(PROJECTS, project), folder, { recursive: true });
  const profiles = { shop: { target: 'dev', outputs: { dev: profile(folder) } } };
  await writeFile(join(folder, 'profiles.yml'), JSON.stringify(profiles));
  const command = name === 'dvt' ? [process.execPath, DVT] : [process.env['DBT']!];
  return {
    name,
    folder,
    run: (...args) => run([...command, ...args, '--no-use-colors'], folder),
    artifact: async (file) => JSON.parse(await readFile(join(folder, 'target', file), 'utf8')),
  };
}

function run(command: readonly string[], cwd: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false', DBT_PROFILES_DIR: cwd, NO_COLOR: '1' };
    const child = spawn(command[0]!, command.slice(1), { cwd, env });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
