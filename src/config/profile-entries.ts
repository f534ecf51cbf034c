import type { Diagnostic } from '../core/errors.js';
import type { KeyPath, LocatedYaml } from '../core/located-yaml.js';
import { CODES } from './codes.js';
import { isTemplate, type Render, renderTree } from './render.js';

/** One connection as written. */
export interface ConnectionEntry {
  /** `postgres_prod`, `shop.dev` */
  readonly name: string;
  readonly keys: KeyPath;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What `profiles.yml` holds, unrendered but for the names of default targets. */
export interface ProfileEntries {
  readonly connections: ReadonlyMap<string, ConnectionEntry>;
  /** entries with `outputs`: profile -> its default target, or why that is not known */
  readonly profiles: ReadonlyMap<string, ProfileEntry>;
  /** entries of a wrong shape, by name; a mistake only when they are used */
  readonly malformed: ReadonlyMap<string, Diagnostic>;
}

export interface ProfileEntry {
  readonly keys: KeyPath;
  readonly outputs: readonly string[];
  readonly defaultTarget: string | { readonly failed: readonly Diagnostic[] };
}

/** Top-level keys that old versions of dbt kept in this file and that are no profiles. */
const NOT_PROFILES = new Set(['config', 'query-comment']);

/** dbt's target of a profile that names none */
const DBT_DEFAULT_TARGET = 'default';

/** Reads both shapes: flat entries (`adapter` or `type` in them) and dbt's (`outputs` in them). */
export async function profileEntries(yaml: LocatedYaml, render: Render): Promise<ProfileEntries> {
  const connections = new Map<string, ConnectionEntry>();
  const profiles = new Map<string, ProfileEntry>();
  const malformed = new Map<string, Diagnostic>();
  const refuse = (name: string, keys: KeyPath, message: string, hint: string) =>
    malformed.set(name, yaml.diagnostic({ code: CODES.malformedProfile, message, hint }, keys, 'key'));

  for (const [name, value] of Object.entries((yaml.value ?? {}) as Record<string, unknown>)) {
    if (isMapping(value) && isMapping(value['outputs'])) {
      for (const [output, fields] of Object.entries(value['outputs'])) {
        const keys = [name, 'outputs', output];
        const full = `${name}.${output}`;
        if (isMapping(fields)) connections.set(full, { name: full, keys, fields });
        else refuse(full, keys, `Output \`${output}\` of profile \`${name}\` must be a mapping.`, SHAPES);
      }
      const outputs = Object.keys(value['outputs']);
      profiles.set(name, { keys: [name], outputs, defaultTarget: await target(name, value['target'], yaml, render) });
    } else if (NOT_PROFILES.has(name)) {
    } else if (isMapping(value) && ('adapter' in value || 'type' in value)) {
      const twin = connections.get(name);
      if (twin) refuse(name, [name], `\`${name}\` is also an output of the profile \`${twin.keys[0]}\`.`, 'Rename it.');
      else connections.set(name, { name, keys: [name], fields: value });
    } else {
      refuse(name, [name], `Entry \`${name}\` is neither a connection nor a profile with outputs.`, SHAPES);
    }
  }
  return { connections, profiles, malformed };
}

const SHAPES = 'Write `NAME: {adapter: ..., ...}`, or as dbt `NAME: {target: dev, outputs: {dev: {type: ..., ...}}}`.';

async function target(
  profile: string,
  written: unknown,
  yaml: LocatedYaml,
  render: Render,
): Promise<ProfileEntry['defaultTarget']> {
  if (!isTemplate(written)) return written === undefined || written === null ? DBT_DEFAULT_TARGET : String(written);
  const found: Diagnostic[] = [];
  const rendered = await renderTree(written, [profile, 'target'], { yaml, render, found });
  return found.length > 0 ? { failed: found } : String(rendered);
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
