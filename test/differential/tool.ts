import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../command/run-command.js';
import { runDbt } from './dbt.js';

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
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Outcome>;
  /** an artifact of the target folder */
  artifact(name: string): Promise<Record<string, unknown>>;
  /** Writes files of the project; null removes one. */
  write(files: Readonly<Record<string, string | null>>): Promise<void>;
  remove(): Promise<void>;
}

/** Copies a project for a tool. `profile` is one output of dbt's profiles.yml. */
export async function tool(
  name: Tool['name'],
  project: string,
  profile: (folder: string) => Readonly<Record<string, unknown>>,
  within = '.',
): Promise<Tool> {
  const root = await mkdtemp(join(tmpdir(), `dvt-differential-${name}-`));
  await cp(resolve(PROJECTS, project), root, { recursive: true });
  const folder = join(root, within);
  // A password is no template, and in a profile it would be read as one.
  const { password, ...output } = profile(folder);
  const secret = password === undefined ? {} : { password: "{{ env_var('DBT_ENV_SECRET_PASSWORD') }}" };
  const own = { target: 'dev', outputs: { dev: { ...output, ...secret } } };
  const profiles = { shop: own, integration_tests: own };
  await writeFile(join(folder, 'profiles.yml'), JSON.stringify(profiles));
  return {
    name,
    folder,
    run: (args, more = {}) => {
      const quiet = { DBT_SEND_ANONYMOUS_USAGE_STATS: 'false', DBT_PROFILES_DIR: folder, NO_COLOR: '1' };
      const env = { ...process.env, ...quiet, DBT_ENV_SECRET_PASSWORD: String(password ?? ''), ...more };
      const all = [...args, '--no-use-colors'];
      return name === 'dbt' ? runDbt(all, folder, env) : runCommand(all, folder, env);
    },
    artifact: async (file) => JSON.parse(await readFile(join(folder, 'target', file), 'utf8')),
    write: async (files) => {
      for (const [path, text] of Object.entries(files)) {
        const file = join(folder, path);
        await mkdir(dirname(file), { recursive: true });
        await (text === null ? rm(file, { force: true }) : writeFile(file, text));
      }
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
