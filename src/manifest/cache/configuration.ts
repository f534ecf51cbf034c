import { hash } from 'node:crypto';
import { type Invocation, metadataEnvs, targetObject } from '../../context/index.js';
import type { ProfilesFile, Project } from '../../spi/project.js';
import type { ParseRequest } from '../parse-request.js';

/** Everything beside files that a manifest follows from, as one hash. The values of secret fields are not in it. */
export async function configurationHash(request: ParseRequest, connections: readonly string[]): Promise<string> {
  const { invocation, profiles, defaultEngine } = request;
  const { project, vars, version } = invocation;
  const targets: Record<string, unknown> = {};
  for (const name of connections) {
    const profile = await profiles.connection(name);
    targets[name] = [profile.adapter.type, targetObject(profile, 1)];
  }
  const facts = {
    version,
    project: plainProject(project),
    vars: Object.fromEntries(vars.names().map((name) => [name, vars.get(name)])),
    own: profiles.resolve(project.profile),
    names: profiles.names,
    resolved: resolvedEntries(profiles),
    threads: await profiles.threads(profiles.resolve(project.profile)),
    targets,
    defaultEngine,
    storeFailures: invocation.storeFailures ?? null,
  };
  return hash('sha256', JSON.stringify(facts));
}

/** What templates can learn of the command line, as one hash; `--vars` stand in the configuration. */
export function commandLineHash(invocation: Invocation): string {
  const { fullRefresh, command, empty, sample, flags, arguments: options } = invocation;
  const metadata = metadataEnvs(invocation.env);
  const facts = { fullRefresh, command, empty, sample, flags, options, metadata };
  return hash('sha256', JSON.stringify(facts));
}

/** Which connection each entry of profiles.yml means when it is named alone: `shop` -> `shop.dev`; null: none. */
function resolvedEntries(profiles: ProfilesFile): Readonly<Record<string, string | null>> {
  const entries = new Set(profiles.names.map((name) => name.split('.')[0]!));
  const resolved = (entry: string): string | null => {
    try {
      return profiles.resolve(entry);
    } catch {
      return null;
    }
  };
  return Object.fromEntries([...entries].map((entry) => [entry, resolved(entry)]));
}

function plainProject({ dispatch, packages, ...project }: Project): unknown {
  return { ...project, dispatch: [...dispatch], packages: packages.map(plainProject) };
}

/** What templates asked of an invocation. */
export interface Asked {
  /** names of variables of the environment */
  readonly environment: ReadonlySet<string>;
  readonly commandLine: () => boolean;
}

/** An invocation that notes what is asked of it. */
export function watched(invocation: Invocation): { readonly invocation: Invocation; readonly asked: Asked } {
  let commandLine = false;
  const onCommandLineRead = (): void => {
    commandLine = true;
  };
  const asked = new Set<string>();
  const note = (key: string | symbol): void => {
    if (typeof key === 'string') asked.add(key);
  };
  const env = new Proxy(invocation.env, {
    get: (target, key) => {
      note(key);
      return Reflect.get(target, key);
    },
    getOwnPropertyDescriptor: (target, key) => {
      note(key);
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
  });
  return {
    invocation: { ...invocation, env, onCommandLineRead },
    asked: { environment: asked, commandLine: () => commandLine },
  };
}

/** What some variables of the environment are now; an unset one is null. Hashed, for the values may be secret. */
export function environmentHashes(
  env: Invocation['env'],
  names: Iterable<string>,
): Readonly<Record<string, string | null>> {
  const hashes: Record<string, string | null> = {};
  for (const name of names) {
    const value = env[name];
    hashes[name] = value === undefined ? null : hash('sha256', value);
  }
  return hashes;
}
