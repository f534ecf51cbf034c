import type { MacroNames } from '../context/index.js';
import type { Templater, Value } from '../jinja/index.js';
import type { Manifest } from '../spi/manifest.js';
import type { Catalog } from '../spi/plan.js';
import type { ConnectionProfile, Quoting } from '../spi/project.js';
import type { ResultTable } from '../spi/result-table.js';

/** What compiling asks of the databases; called only when a template asks. */
export interface CompileServices {
  /** for `adapter.get_relation` and `get_columns_in_relation` */
  readonly catalog: Catalog;
  /** Runs one statement of `run_query` or `statement` on a connection. */
  query(connection: string, sql: string): Promise<ResultTable>;
}

/** What all nodes are compiled with. */
export interface CompileContext {
  readonly manifest: Manifest;
  readonly macros: MacroNames;
  readonly templater: Templater;
  /** dbt's context of the execute pass */
  readonly base: ReadonlyMap<string, Value>;
  readonly profile: (connection: string) => Promise<ConnectionProfile>;
  readonly quoting: Quoting;
  readonly threads: number;
  /** resolved names of all connections, by which federated SQL names catalogs */
  readonly connections: readonly string[];
  readonly services: CompileServices;
}
