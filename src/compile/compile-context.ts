import type { Invocation, MacroNames, NodeFacts } from '../context/index.js';
import type { Templater, Value } from '../jinja/index.js';
import type { Manifest } from '../spi/manifest.js';
import type { ManifestNode } from '../spi/node.js';
import type { Catalog } from '../spi/plan.js';
import type { ConnectionProfile, Quoting } from '../spi/project.js';
import type { RelationName } from '../spi/relation.js';
import type { ResultTable } from '../spi/result-table.js';
import type { RefIndex } from './ref-index.js';

/** What compiling asks of the databases; called only when a template asks. */
export interface CompileServices {
  /** for `adapter.get_relation` and `get_columns_in_relation` */
  readonly catalog: Pick<Catalog, 'describe'>;
  /** Runs one statement of `run_query` or `statement` on a connection. */
  query(connection: string, sql: string): Promise<ResultTable>;
  /** `--defer`: where another state's run published a node that this one does not build; null = here as always. */
  deferred?(node: ManifestNode): Promise<{ readonly connection: string; readonly name: RelationName } | null>;
}

/** What all nodes are compiled with. */
export interface CompileContext {
  readonly invocation: Invocation;
  readonly manifest: Manifest;
  readonly macros: MacroNames;
  readonly templater: Templater;
  /** dbt's context of the execute pass */
  readonly base: ReadonlyMap<string, Value>;
  readonly refs: RefIndex;
  readonly profile: (connection: string) => Promise<ConnectionProfile>;
  /** the project's own connection */
  readonly own: string;
  readonly quoting: Quoting;
  readonly threads: number;
  /** resolved names of all connections, by which federated SQL names catalogs */
  readonly connections: readonly string[];
  /** what nodes look like in templates beside what they hold themselves */
  readonly facts: NodeFacts;
  /** `graph`, the same for all */
  readonly graph: Value;
  readonly services: CompileServices;
}
