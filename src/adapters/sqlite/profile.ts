import { readdir } from 'node:fs/promises';
import { basename, extname, isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { DvtError } from '../../core/errors.js';
import type { ProfileField } from '../../spi/adapter.js';
import type { RelationName } from '../../spi/relation.js';

const text = z.coerce.string().min(1);

/** The fields of a profile: those of dbt-sqlite under their names, `path` in short for one file, and dvt's own. */
export const fields = {
  path: { schema: text, synonyms: ['file'], description: 'the database file; schema `main`' },
  database: {
    schema: text,
    description: "the database file where `path` is not given; with `schemas_and_paths`, dbt-sqlite's name for all",
  },
  schema: { schema: text, description: 'where relations live when nothing else is said; default main' },
  schemas_and_paths: {
    schema: z.record(z.string(), text),
    description: 'schema -> file, `main` among them; each file is attached under its schema',
  },
  schema_directory: {
    schema: text,
    description: 'directory whose *.db files are attached as schemas, and where new schemas are created',
  },
  lock_timeout: { schema: z.coerce.number().min(0), description: 'seconds to wait for a locked file; default 60' },
  threads: { schema: z.coerce.number().int().min(1), description: 'nodes that run at once, as in dbt' },
} satisfies Record<string, ProfileField>;

/** What sessions need to know of the files. Structured-clonable: it travels to workers and processes. */
export interface Database {
  /** the connection's name, for messages */
  readonly connection: string;
  /** schema -> absolute path; `main` is the first. Grows when a schema is created. */
  readonly schemas: Record<string, string>;
  readonly defaultSchema: string;
  /** absolute; where `create schema` makes files */
  readonly schemaDirectory: string | null;
  readonly readOnly: boolean;
  /** milliseconds to wait for another's lock */
  readonly lockTimeout: number;
}

type Values = Readonly<Record<string, unknown>>;

/** Reads a profile's values. Throws a DvtError for a profile that names no file. */
export async function databaseOf(
  values: Values,
  options: { readonly connection: string; readonly projectDir: string; readonly readOnly: boolean },
): Promise<Database> {
  const absolute = (path: string) => (isAbsolute(path) ? path : resolve(options.projectDir, path));
  const listed = (values['schemas_and_paths'] ?? {}) as Readonly<Record<string, string>>;
  const main = (values['path'] ?? listed['main'] ?? values['database']) as string | undefined;
  if (main === undefined || main === ':memory:') {
    throw new DvtError({
      code: 'DVT1401',
      message: `Connection ${options.connection}: ${main ? 'SQLite in memory cannot be shared by sessions' : 'no file is named'}`,
      hint: 'Give `path`, the database file.',
    });
  }
  const directory = values['schema_directory'] === undefined ? null : absolute(String(values['schema_directory']));
  const others = Object.entries(listed).filter(([schema]) => schema !== 'main');
  const schemas = Object.fromEntries([['main', main], ...others].map(([schema, path]) => [schema!, absolute(path!)]));
  if (directory !== null) await addDirectory(schemas, directory);
  return {
    connection: options.connection,
    schemas,
    defaultSchema: defaultSchema(values),
    schemaDirectory: directory,
    readOnly: options.readOnly,
    lockTimeout: Number(values['lock_timeout'] ?? 60) * 1000,
  };
}

async function addDirectory(schemas: Record<string, string>, directory: string): Promise<void> {
  const taken = new Set(Object.values(schemas));
  const files = await readdir(directory).catch(() => [] as string[]);
  for (const file of files.sort()) {
    const path = join(directory, file);
    if (extname(file) === '.db' && !taken.has(path)) schemas[basename(file, '.db')] ??= path;
  }
}

/** Fills in the schema. SQLite has no databases: the level must be open, or the name that the profile gives it. */
export function completeName(values: Values, name: RelationName): RelationName {
  if (name.database !== null && name.database !== values['database']) {
    throw new DvtError({
      code: 'DVT1402',
      message: `SQLite has no databases, but ${name.identifier} is said to be in the database ${name.database}`,
      hint: 'Remove `database:`; an attached file is a schema (`schemas_and_paths` in the profile)',
    });
  }
  return { database: null, schema: name.schema ?? defaultSchema(values), identifier: name.identifier };
}

function defaultSchema(values: Values): string {
  return String(values['schema'] ?? 'main');
}
