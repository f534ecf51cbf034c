import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { DvtError } from '../../core/errors.js';
import type { ProfileField } from '../../spi/adapter.js';
import type { RelationName } from '../../spi/relation.js';
import { FORMATS, type Format } from './formats.js';

const text = z.coerce.string().min(1);
const option = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

/** The fields of a profile. */
export const fields = {
  path: { schema: text, synonyms: ['root'], description: "the directory of the files; default the project's" },
  format: {
    schema: z.enum(Object.keys(FORMATS) as [Format, ...Format[]]),
    description: `what models are written as, and sources looked for first: ${Object.keys(FORMATS).join(', ')}; default parquet`,
  },
  schema: { schema: text, description: 'a directory below `path`; default main, which is `path` itself' },
  options: {
    schema: z.partialRecord(z.enum(Object.keys(FORMATS) as [Format, ...Format[]]), z.record(z.string(), option)),
    description: "format -> options of DuckDB's read_csv, read_json or read_parquet for sources",
  },
  threads: { schema: z.coerce.number().int().min(1), description: 'nodes that run at once, as in dbt' },
} satisfies Record<string, ProfileField>;

export type ReadOptions = Readonly<Record<string, z.infer<typeof option>>>;

/** A directory of files, as a profile describes it. */
export interface Folder {
  readonly connection: string;
  /** absolute */
  readonly root: string;
  readonly format: Format;
  readonly schema: string;
  readonly options: Readonly<Partial<Record<Format, ReadOptions>>>;
}

type Values = Readonly<Record<string, unknown>>;

/** The schema that is the directory itself. */
export const MAIN = 'main';

export function folderOf(values: Values, connection: string, projectDir: string): Folder {
  const path = String(values['path'] ?? '.');
  return {
    connection,
    root: isAbsolute(path) ? path : resolve(projectDir, path),
    format: (values['format'] ?? 'parquet') as Format,
    schema: String(values['schema'] ?? MAIN),
    options: (values['options'] ?? {}) as Folder['options'],
  };
}

/** Fills in the schema, a directory. Files have no databases. */
export function completeName(values: Values, name: RelationName): RelationName {
  if (name.database !== null) {
    throw new DvtError({
      code: 'DVT1601',
      message: `files have no databases, but ${name.identifier} is said to be in the database ${name.database}`,
      hint: 'Remove `database:`; a directory below `path` is a schema.',
    });
  }
  return { database: null, schema: name.schema ?? String(values['schema'] ?? MAIN), identifier: name.identifier };
}
