import { nodeObject, type VisibleNode } from '../../context/index.js';
import { DvtError } from '../../core/errors.js';
import { type Templater, toText, type Value } from '../../jinja/index.js';
import type { ConnectionProfile } from '../../spi/project.js';
import type { RelationName } from '../../spi/relation.js';
import { type ParseShared, parseGlobals } from './parse-context.js';
import type { ParsedNode } from './parsed-node.js';

const NAMING = {
  schema: 'generate_schema_name',
  identifier: 'generate_alias_name',
  database: 'generate_database_name',
} as const;

type Level = keyof typeof NAMING;

/**
 * Schemas and databases that dvt's own macros gave: they look at the target and the custom name alone, so that thousands of
 * nodes share a few.
 */
export type KnownNames = Map<string, string | null>;

function isOverridden(level: Level, { adapter }: ConnectionProfile, { macros, engines }: ParseShared): boolean {
  const prefixes = ['', `${adapter.dialect.name}__`, 'default__', ...engines.map((engine) => `${engine}__`)];
  return prefixes.some((prefix) => macros.own(`${prefix}${NAMING[level]}`) !== undefined);
}

/** Where a node is published: what dbt's naming macros say, completed by the adapter. */
export async function nodeRelation(
  model: ParsedNode,
  profile: ConnectionProfile,
  templater: Templater,
  { shared, known }: { readonly shared: ParseShared; readonly known: KnownNames },
): Promise<RelationName> {
  const { schema, alias, database, raw } = model.config;
  const { kind } = model.traits;
  const version = model.traits.kind === 'model' ? model.traits.version : null;
  const call = async (level: Level, custom: string | null): Promise<string | null> => {
    const node: VisibleNode = { ...model, config: raw, relation: null, dependsOn: [] };
    const globals = parseGlobals(node, profile, { calls: [], configs: [], macros: new Set() }, shared);
    const visible = { ...nodeObject(node), resource_type: kind, version };
    const macro: Value = globals.get(NAMING[level]);
    const value = await templater.call(macro, { positional: [custom, visible] }, globals);
    const text = value === null ? '' : toText(value).trim();
    // `{{ none }}` prints so; a macro that means "no such level" says it that way.
    return text === '' || text === 'None' ? null : text;
  };
  const generate = async (level: Level, custom: string | null): Promise<string | null> => {
    if (isOverridden(level, profile, shared)) return call(level, custom);
    // Most nodes go by their own name, which dvt's macro gives them: thousands of calls that nobody needs.
    if (level === 'identifier') return custom === null && version === null ? model.name : call(level, custom);
    const key = [level, profile.name, custom ?? '\u0000'].join('\u0001');
    const name = known.has(key) ? known.get(key)! : await call(level, custom);
    known.set(key, name);
    return name;
  };
  const identifier = await generate('identifier', alias);
  if (identifier === null) {
    const { location } = model;
    const message = `The macro generate_alias_name gave no name for the ${model.traits.kind} ${model.name}.`;
    throw new DvtError({ code: 'DVT1215', message, location });
  }
  // What a snapshot calls its target is taken as it stands, as in dbt.
  const fixed = (key: string): string | null => {
    const value = kind === 'snapshot' ? raw[key] : null;
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const name = {
    database: fixed('target_database') ?? (await generate('database', database)),
    schema: fixed('target_schema') ?? (await generate('schema', schema)),
    identifier,
  };
  return completed(name, model, profile);
}

function completed(name: RelationName, model: ParsedNode, { adapter, values }: ConnectionProfile): RelationName {
  try {
    return adapter.completeName(values, name);
  } catch (error) {
    if (!(error instanceof DvtError)) throw error;
    const { location } = model;
    throw new DvtError(
      error.diagnostics.map((diagnostic) => ({ location, ...diagnostic })),
      { cause: error },
    );
  }
}
