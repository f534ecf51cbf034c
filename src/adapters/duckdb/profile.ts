import { basename, extname, isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { DvtError } from '../../core/errors.js';
import type { ProfileField } from '../../spi/adapter.js';
import type { RelationName } from '../../spi/relation.js';

const text = z.coerce.string().min(1);

/** A field of dbt-duckdb that dvt does not serve: any value is refused with the reason. */
const unsupported = (reason: string): ProfileField => ({
  schema: z.unknown().refine(() => false, reason),
  description: `not supported: ${reason}`,
});

const attachment = z.strictObject({
  path: text,
  alias: text.optional(),
  type: z.literal('duckdb', 'only DuckDB files can be attached; other systems are connections of their own').optional(),
  read_only: z.boolean().optional(),
});

/** The fields of a profile: those of dbt-duckdb under their names, and dvt's own. */
export const fields = {
  path: { schema: text, description: 'the database file; default :memory:, whose tables vanish with the run' },
  database: { schema: text, description: "the catalog's name in SQL; default the file's name without its ending" },
  schema: { schema: text, description: 'where relations live when nothing else is said; default main' },
  extensions: { schema: z.array(text), description: 'extensions to load; they must be installed, none is fetched' },
  settings: {
    schema: z.record(z.string(), z.unknown()),
    description: "DuckDB's settings for this connection's sessions",
  },
  attach: { schema: z.array(attachment), description: 'further DuckDB files: path, alias, read_only' },
  lock_timeout: { schema: z.coerce.number().min(0), description: 'seconds to wait for a locked file; default 60' },
  threads: { schema: z.coerce.number().int().min(1), description: 'nodes that run at once, as in dbt' },
  secrets: {
    ...unsupported('define a connection of its own for what the secret opens'),
    secret: true,
  },
  motherduck_token: { ...unsupported('dvt opens files, not services'), secret: true },
  config_options: unsupported('use `settings`, and `compute: duckdb:` in dvt_project.yml'),
  plugins: unsupported('plugins of dbt-duckdb are Python'),
  module_paths: unsupported('Python modules are not loaded'),
  filesystems: unsupported('Python file systems are not loaded'),
  remote: unsupported('dvt opens files, not services'),
  is_ducklake: unsupported('DuckLake is not read yet'),
} satisfies Record<string, ProfileField>;

/** A file, or memory, and the name that it has in SQL. */
export interface Attachment {
  readonly alias: string;
  /** absolute, or `:memory:` */
  readonly path: string;
  readonly readOnly: boolean;
  /** whether a run makes the file where it is not there */
  readonly made: boolean;
}

type Values = Readonly<Record<string, unknown>>;

export const MEMORY = ':memory:';

/** Catalogs that the engine has itself; `memory` is the one of `:memory:`. */
const RESERVED: ReadonlySet<string> = new Set(['memory', 'system', 'temp']);

/** The connection's own file first, then those of `attach`. Throws a DvtError for an alias that cannot be had. */
export function attachments(
  values: Values,
  options: { readonly connection: string; readonly projectDir: string; readonly readOnly: boolean },
): readonly Attachment[] {
  const absolute = (path: string) => (path === MEMORY || isAbsolute(path) ? path : resolve(options.projectDir, path));
  const own = { alias: catalogOf(values), path: absolute(pathOf(values)), readOnly: options.readOnly, made: true };
  const further = ((values['attach'] ?? []) as z.infer<typeof attachment>[]).map((entry) => ({
    alias: entry.alias ?? stem(entry.path),
    path: absolute(entry.path),
    readOnly: options.readOnly || entry.read_only === true,
    made: entry.read_only !== true,
  }));
  const all = [own, ...further];
  for (const { alias, path } of all) {
    if (path === MEMORY || !RESERVED.has(alias.toLowerCase())) continue;
    throw new DvtError({
      code: 'DVT1501',
      message: `Connection ${options.connection}: DuckDB has a catalog ${alias} of its own, so the file ${path} cannot have its name`,
      hint: 'Give the profile a `database`, the name of the file in SQL.',
    });
  }
  return all;
}

/** Fills in catalog and schema. */
export function completeName(values: Values, name: RelationName): RelationName {
  return {
    database: name.database ?? catalogOf(values),
    schema: name.schema ?? schemaOf(values),
    identifier: name.identifier,
  };
}

function schemaOf(values: Values): string {
  return String(values['schema'] ?? 'main');
}

function catalogOf(values: Values): string {
  return String(values['database'] ?? (pathOf(values) === MEMORY ? 'memory' : stem(pathOf(values))));
}

function pathOf(values: Values): string {
  return String(values['path'] ?? MEMORY);
}

/** As DuckDB names a file's catalog: without directory and ending. */
function stem(path: string): string {
  return basename(path, extname(path));
}
