import { createHash } from 'node:crypto';
import { type Invocation, targetObject } from '../../context/index.js';
import type { Project } from '../../spi/project.js';
import type { ParseRequest } from '../parse-request.js';

/** Everything beside files that a manifest follows from, as one hash. The values of secret fields are not in it. */
export async function configurationHash(request: ParseRequest, connections: readonly string[]): Promise<string> {
  const { invocation, profiles, defaultEngine } = request;
  const { project, vars, fullRefresh, command, version, empty, sample, flags, storeFailures } = invocation;
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
    threads: await profiles.threads(profiles.resolve(project.profile)),
    targets,
    defaultEngine,
    flags: { fullRefresh, command, empty, sample, storeFailures, ...flags },
    arguments: invocation.arguments ?? {},
  };
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

function plainProject({ dispatch, packages, ...project }: Project): unknown {
  return { ...project, dispatch: [...dispatch], packages: packages.map(plainProject) };
}

/** An invocation that notes which variables of its environment are asked for. */
export function watchEnvironment(invocation: Invocation): {
  readonly invocation: Invocation;
  readonly asked: ReadonlySet<string>;
} {
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
  return { invocation: { ...invocation, env }, asked };
}

/** What some variables of the environment are now; an unset one is null. Hashed, for the values may be secret. */
export function environmentHashes(
  env: Invocation['env'],
  names: Iterable<string>,
): Readonly<Record<string, string | null>> {
  const hashes: Record<string, string | null> = {};
  for (const name of names) {
    const value = env[name];
    hashes[name] = value === undefined ? null : createHash('sha256').update(value).digest('hex');
  }
  return hashes;
}
