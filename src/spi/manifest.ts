import type { Location } from '../core/position.js';
import type { Quoting } from './project.js';
import type { ColumnOverride, RelationName } from './relation.js';

/** Everything a project declares, after the parse pass. Ids are dbt's: `model.shop.orders`, `source.shop.pg.customers`. */
export interface Manifest {
  readonly projectName: string;
  readonly nodes: ReadonlyMap<string, ModelNode>;
  readonly sources: ReadonlyMap<string, SourceNode>;
  readonly macros: ReadonlyMap<string, MacroEntry>;
  /** id -> ids of nodes that read it */
  readonly children: ReadonlyMap<string, readonly string[]>;
}

export interface ModelNode {
  readonly kind: 'model';
  readonly id: string;
  readonly name: string;
  readonly packageName: string;
  /** relative to the project's root, with `/`: `models/staging/stg_orders.sql` */
  readonly path: string;
  /** dbt's fqn: package, folders below the model path, name */
  readonly fqn: readonly string[];
  readonly rawCode: string;
  /** sha256 of `rawCode`, hex */
  readonly checksum: string;
  readonly description: string;
  readonly columns: readonly ColumnEntry[];
  readonly config: ModelConfig;
  readonly tags: readonly string[];
  /** in the order of their first use */
  readonly refs: readonly RefCall[];
  readonly sources: readonly (readonly [source: string, table: string])[];
  /** ids of the models and sources that it reads, in the order of their first use */
  readonly dependsOn: readonly string[];
  readonly macroDependsOn: readonly string[];
  /** resolved name of the connection it is published on */
  readonly connection: string;
  /** null for an ephemeral model */
  readonly relation: RelationName | null;
  readonly route: Route;
  /** the YAML that describes it */
  readonly patchPath: string | null;
}

export interface RefCall {
  readonly name: string;
  readonly package: string | null;
  readonly location: Location;
}

export interface ModelConfig {
  readonly materialized: 'table' | 'view' | 'ephemeral';
  /** whether the user wrote `materialized` himself (and not only a config tree's default) */
  readonly materializedExplicit: boolean;
  readonly enabled: boolean;
  readonly compute: 'duckdb' | 'spark' | 'auto' | 'target' | null;
  readonly onDependents: 'recreate' | 'cascade';
  readonly schema: string | null;
  readonly database: string | null;
  readonly alias: string | null;
  /** every config as merged, for `config.get` and the artifacts */
  readonly raw: Readonly<Record<string, unknown>>;
}

export interface ColumnEntry {
  readonly name: string;
  readonly description: string;
  /** of a model: type to publish the column in; of a source: documentation only */
  readonly dataType: string | null;
  /** of a source */
  readonly override: ColumnOverride | null;
}

export interface SourceNode {
  readonly kind: 'source';
  readonly id: string;
  readonly sourceName: string;
  readonly name: string;
  readonly packageName: string;
  /** YAML file, relative to the project's root */
  readonly path: string;
  readonly location: Location;
  readonly fqn: readonly string[];
  readonly description: string;
  readonly columns: readonly ColumnEntry[];
  readonly tags: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly loader: string;
  /** resolved name of the connection it lives on */
  readonly connection: string;
  /** levels that the YAML leaves open are null: the connection's defaults apply */
  readonly relation: RelationName;
  /** which levels its own database's SQL quotes */
  readonly quoting: Quoting;
  /**
   * `meta.external_location` as dbt-duckdb has it, its `{name}` filled in: a path, a glob, a URL or a table function.
   * null: an ordinary relation.
   */
  readonly externalLocation: string | null;
}

/** Where a model is computed. Known from the manifest, before anything is compiled. */
export interface Route {
  readonly kind: 'in place' | 'federated';
  /** engine of a federated model: `duckdb`, `spark` */
  readonly engine: string | null;
  /** one phrase: `all inputs are on shop.dev`, `reads mysql_legacy`, `compute: duckdb` */
  readonly reason: string;
}

export interface MacroEntry {
  /** `macro.shop.cents_to_dollars` */
  readonly id: string;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly location: Location;
}
