import { type Diagnostic, DvtError } from '../core/errors.js';
import type { LocatedYaml } from '../core/located-yaml.js';
import type { Redactor } from '../core/redact.js';
import type { Adapter, ProfileField } from '../spi/adapter.js';
import type { ConnectionProfile } from '../spi/project.js';
import { CODES } from './codes.js';
import type { ConnectionEntry } from './profile-entries.js';
import { type Render, renderTree } from './render.js';
import { suggestion, validate } from './validate.js';

/** Keys that every connection may have: they are dvt's, not the adapter's. */
const GENERAL_KEYS = ['adapter', 'type', 'threads'];

interface Spelled {
  readonly canonical: string;
  readonly spelling: string;
  readonly field: ProfileField;
}

/**
 * Renders a connection's values and checks them against the adapter's fields. Throws one DvtError with every mistake.
 * The values of secret fields are made known to the redactor, whether or not the connection is valid.
 */
export async function connectionProfile(
  entry: ConnectionEntry,
  adapter: Adapter,
  context: { readonly yaml: LocatedYaml; readonly render: Render; readonly redactor: Redactor },
): Promise<ConnectionProfile> {
  const { yaml } = context;
  const found: Diagnostic[] = [];
  const rendered = (await renderTree(entry.fields, entry.keys, { ...context, found })) as Record<string, unknown>;
  const spellings = knownSpellings(adapter);
  registerSecrets(rendered, spellings, [entry.name, ...entry.name.split('.'), adapter.type], {
    redactor: context.redactor,
    source: (key) => yaml.source([...entry.keys, key]),
  });

  const values: Record<string, unknown> = {};
  const writtenAs = new Map<string, string>();
  for (const [key, value] of Object.entries(rendered)) {
    const known = spellings.get(key);
    const keys = [...entry.keys, key];
    if (!known) {
      if (GENERAL_KEYS.includes(key)) continue;
      const message = `${adapter.title} has no field \`${key}\` (connection \`${entry.name}\`).`;
      const hint = suggestion(key, [...new Set([...spellings.keys(), ...GENERAL_KEYS])]);
      found.push(yaml.diagnostic({ code: CODES.unknownKey, message, hint }, keys, 'key'));
      continue;
    }
    if (value === undefined || value === null) continue;
    const before = found.length;
    const checked = check(known.field, value, { yaml, keys, found });
    if (found.length > before) {
      hideSecret(known.field, key, found, before);
      continue;
    }
    const twin = writtenAs.get(known.canonical);
    if (twin !== undefined && values[known.canonical] !== checked) {
      const message = `\`${twin}\` and \`${key}\` are one field of ${adapter.title}, but differ (connection \`${entry.name}\`).`;
      found.push(yaml.diagnostic({ code: CODES.conflictingFields, message, hint: 'Keep one of them.' }, keys, 'key'));
    }
    writtenAs.set(known.canonical, key);
    values[known.canonical] = checked;
  }
  for (const [name, field] of Object.entries(adapter.fields)) {
    const given = [name, ...(field.synonyms ?? [])].some((spelling) => isGiven(entry.fields[spelling]));
    if (!field.required || given) continue;
    const message = `Connection \`${entry.name}\` lacks \`${name}\`, which ${adapter.title} needs.`;
    found.push(
      yaml.diagnostic({ code: CODES.missingKey, message, hint: `${name}: ${field.description}` }, entry.keys, 'key'),
    );
  }
  if (found.length > 0) throw new DvtError(found);
  return { name: entry.name, adapter, values, location: yaml.locate(entry.keys, 'key') };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function knownSpellings(adapter: Adapter): Map<string, Spelled> {
  const spellings = new Map<string, Spelled>();
  for (const [canonical, field] of Object.entries(adapter.fields)) {
    for (const spelling of [canonical, ...(field.synonyms ?? [])])
      spellings.set(spelling, { canonical, spelling, field });
  }
  return spellings;
}

/** `password: 0123` is the number 83 to YAML: where a text is wanted, the characters as written count. */
function check(
  field: ProfileField,
  value: unknown,
  context: { readonly yaml: LocatedYaml; readonly keys: ConnectionEntry['keys']; readonly found: Diagnostic[] },
): unknown {
  const source = typeof value === 'number' || typeof value === 'boolean' ? context.yaml.source(context.keys) : null;
  if (source !== null) {
    const asText = field.schema.safeParse(source);
    if (asText.success && typeof asText.data === 'string') return asText.data;
  }
  const checked = validate(field.schema, value, context);
  if (typeof checked !== 'object' && typeof value === 'object') {
    // A schema that coerces makes a text of a list.
    const message = `\`${context.keys.at(-1)}\` must be one value, found ${Array.isArray(value) ? 'a list' : 'a mapping'}.`;
    context.found.push(context.yaml.diagnostic({ code: CODES.invalidValue, message }, context.keys));
  }
  return checked;
}

/** A message about a secret must not quote it, nor show its line. */
function hideSecret(field: ProfileField, key: string, found: Diagnostic[], from: number): void {
  if (!field.secret) return;
  for (let i = from; i < found.length; i++) {
    const { frame: _, ...rest } = found[i]!;
    found[i] = { ...rest, message: `\`${key}\` has a wrong form.` };
  }
}

function registerSecrets(
  rendered: Readonly<Record<string, unknown>>,
  spellings: ReadonlyMap<string, Spelled>,
  names: readonly string[],
  { redactor, source }: { readonly redactor: Redactor; source(key: string): string | null },
): void {
  const open = [...names];
  const secrets: string[] = [];
  for (const [key, value] of Object.entries(rendered)) {
    const field = spellings.get(key)?.field;
    if (field?.secret) secrets.push(...texts(value), source(key) ?? '');
    else if (field) open.push(...texts(value));
  }
  for (const secret of secrets) redactor.add(secret, open);
}

function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (value !== null && typeof value === 'object') return Object.values(value).flatMap(texts);
  return value === null || value === undefined ? [] : [String(value)];
}
