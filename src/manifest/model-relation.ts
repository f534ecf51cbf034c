import { nodeObject, type VisibleNode } from '../context/index.js';
import { DvtError } from '../core/errors.js';
import { type Templater, toText, type Value } from '../jinja/index.js';
import type { ConnectionProfile } from '../spi/project.js';
import type { RelationName } from '../spi/relation.js';
import { type ParseShared, parseGlobals } from './parse-context.js';
import type { ParsedModel } from './parsed-model.js';

const NAMING = {
  schema: 'generate_schema_name',
  identifier: 'generate_alias_name',
  database: 'generate_database_name',
} as const;

/** Where a model is published: what dbt's naming macros say, completed by the adapter. */
export async function modelRelation(
  model: ParsedModel,
  profile: ConnectionProfile,
  templater: Templater,
  shared: ParseShared,
): Promise<RelationName> {
  const { schema, alias, database, raw } = model.config;
  const node: VisibleNode = { ...model, config: raw, relation: null, dependsOn: [] };
  const globals = parseGlobals(node, profile, { calls: [], configs: [], macros: new Set() }, shared);
  const visible = nodeObject(node);
  const generate = async (level: keyof typeof NAMING, custom: string | null): Promise<string | null> => {
    const macro: Value = globals.get(NAMING[level]);
    const value = await templater.call(macro, { positional: [custom, visible] }, globals);
    const text = value === null ? '' : toText(value).trim();
    // `{{ none }}` prints so; a macro that means "no such level" says it that way.
    return text === '' || text === 'None' ? null : text;
  };
  const identifier = await generate('identifier', alias);
  if (identifier === null) {
    const location = { path: model.path, line: 1, column: 1 };
    const message = `The macro generate_alias_name gave no name for the model ${model.name}.`;
    throw new DvtError({ code: 'DVT1215', message, location });
  }
  const name = {
    database: await generate('database', database),
    schema: await generate('schema', schema),
    identifier,
  };
  return completed(name, model, profile);
}

function completed(name: RelationName, model: ParsedModel, { adapter, values }: ConnectionProfile): RelationName {
  try {
    return adapter.completeName(values, name);
  } catch (error) {
    if (!(error instanceof DvtError)) throw error;
    const location = { path: model.path, line: 1, column: 1 };
    throw new DvtError(
      error.diagnostics.map((diagnostic) => ({ location, ...diagnostic })),
      { cause: error },
    );
  }
}
