import { z } from 'zod';
import { type Diagnostic, DvtError } from '../core/errors.js';
import { LocatedYaml } from '../core/located-yaml.js';
import type { Redactor } from '../core/redact.js';
import { readText } from '../core/text-file.js';
import type { Adapter, AdapterRegistry } from '../spi/adapter.js';
import type { ConnectionProfile, ProfilesFile } from '../spi/project.js';
import { CODES } from './codes.js';
import { connectionProfile } from './connection-profile.js';
import { type ConnectionEntry, isMapping, type ProfileEntries, profileEntries } from './profile-entries.js';
import { profileFrame } from './profile-frame.js';
import { type Render, renderTree } from './render.js';
import { resolveConnection } from './resolve-connection.js';
import { suggestion, validate } from './validate.js';

export interface ProfilesOptions {
  /** absolute */
  readonly path: string;
  /** the path as messages show it */
  readonly shownPath: string;
  /** the project's own profile; null outside a project */
  readonly ownProfile: string | null;
  /** `--target`: the output of the project's own profile */
  readonly target: string | null;
  readonly render: Render;
  readonly registry: AdapterRegistry;
  readonly redactor: Redactor;
  /** told of keys that stand twice in the file, of which the last counts */
  readonly warn: (diagnostic: Diagnostic) => void;
}

/** Reads `profiles.yml`. Throws DVT1001 for its YAML; mistakes of one connection are thrown when that one is used. */
export async function readProfiles(options: ProfilesOptions): Promise<ProfilesFile> {
  const yaml = new LocatedYaml(readText(options.path, options.shownPath) ?? '', options.shownPath, {
    frame: profileFrame,
    onKeyTwice: options.warn,
  });
  if (yaml.value !== null && !isMapping(yaml.value)) {
    throw new DvtError(
      yaml.diagnostic({ code: CODES.malformedProfile, message: 'profiles.yml must be a mapping.' }, []),
    );
  }
  const entries = await profileEntries(yaml, options.render);
  const types = new Map<string, Promise<string>>();
  const connections = new Map<string, Promise<ConnectionProfile>>();

  const entryOf = (name: string) => connectionEntry(entries, name, options.shownPath);
  const adapterType = (name: string) => once(types, name, async () => renderedType(entryOf(name), yaml, options));
  return {
    path: options.shownPath,
    names: [...entries.connections.keys(), ...malformedNames(entries)],
    resolve: (name) => resolveConnection(name, entries, { ...options, yaml }),
    adapterType,
    connection: (name) =>
      once(connections, name, async () => {
        const entry = entryOf(name);
        const adapter = await knownAdapter(await adapterType(name), entry, yaml, options.registry);
        return connectionProfile(entry, adapter, { ...options, yaml });
      }),
    threads: async (name) => renderedThreads(entryOf(name), yaml, options.render),
  };
}

/** Entries of a wrong shape are listed too, so that `profiles list` and `profiles test --all` tell of them. */
function malformedNames(entries: ProfileEntries): string[] {
  return [...entries.malformed.keys()].filter((name) => !entries.connections.has(name));
}

function connectionEntry(entries: ProfileEntries, name: string, path: string): ConnectionEntry {
  const wrong = entries.malformed.get(name);
  if (wrong) throw new DvtError(wrong);
  const entry = entries.connections.get(name);
  if (entry) return entry;
  throw new DvtError({ code: CODES.unknownProfile, message: `There is no connection \`${name}\` in ${path}.` });
}

async function renderedType(entry: ConnectionEntry, yaml: LocatedYaml, { render }: ProfilesOptions): Promise<string> {
  const found: Diagnostic[] = [];
  const read = async (key: string) => {
    const value = entry.fields[key];
    const rendered = await renderTree(value, [...entry.keys, key], { yaml, render, found });
    return rendered === undefined || rendered === null ? null : String(rendered);
  };
  const [adapter, type] = [await read('adapter'), await read('type')];
  if (found.length > 0) throw new DvtError(found);
  if (adapter !== null && type !== null && adapter !== type) {
    const message = `\`adapter\` and \`type\` are one field, but differ (connection \`${entry.name}\`).`;
    const hint = 'Keep one of them.';
    throw new DvtError(
      yaml.diagnostic({ code: CODES.conflictingFields, message, hint }, [...entry.keys, 'type'], 'key'),
    );
  }
  const given = adapter ?? type;
  if (given !== null) return given;
  const message = `Connection \`${entry.name}\` does not say its \`adapter\`.`;
  const hint = 'Add `adapter: NAME`; `dvt adapters` lists them.';
  throw new DvtError(yaml.diagnostic({ code: CODES.missingKey, message, hint }, entry.keys, 'key'));
}

async function knownAdapter(
  type: string,
  entry: ConnectionEntry,
  yaml: LocatedYaml,
  registry: AdapterRegistry,
): Promise<Adapter> {
  const adapter = await registry.find(type);
  if (adapter) return adapter;
  const key = 'adapter' in entry.fields ? 'adapter' : 'type';
  const message = `There is no adapter \`${type}\` (connection \`${entry.name}\`).`;
  const hint = suggestion(type, registry.types);
  throw new DvtError(yaml.diagnostic({ code: CODES.unknownAdapter, message, hint }, [...entry.keys, key]));
}

const threadsSchema = z.coerce.number().int().min(1);

async function renderedThreads(entry: ConnectionEntry, yaml: LocatedYaml, render: Render): Promise<number> {
  if (entry.fields['threads'] === undefined || entry.fields['threads'] === null) return 1;
  const found: Diagnostic[] = [];
  const keys = [...entry.keys, 'threads'];
  const rendered = await renderTree(entry.fields['threads'], keys, { yaml, render, found });
  const threads = found.length > 0 ? undefined : validate(threadsSchema, rendered, { yaml, keys, found });
  if (threads === undefined) throw new DvtError(found);
  return threads;
}

function once<T>(cache: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  let made = cache.get(key);
  if (!made) {
    made = make();
    // The caller gets the rejection; the cached promise must not count as unhandled.
    made.catch(() => undefined);
    cache.set(key, made);
  }
  return made;
}
