import type { Location } from '../core/position.js';
import type { Quoting } from './project.js';
import type { ColumnOverride, RelationName } from './relation.js';

/** A node of the DAG that dvt renders or runs; sources, exposures and unit tests stand beside them in the manifest. */
export type ManifestNode = ModelNode | SeedNode | SnapshotNode | TestNode | AnalysisNode | OperationNode;

/** What `ref` can name. */
export type RefableNode = ModelNode | SeedNode | SnapshotNode;

/** dbt's checksum of a node's file. */
export interface FileChecksum {
  /**
   * `sha256`: of its text, every run of blanks one blank, and of a seed without the blanks around it;
   * `path`: of a seed that is too large the path; `none`: of what is no file of its own
   */
  readonly name: 'sha256' | 'path' | 'none';
  /** hex, the path, or '' */
  readonly checksum: string;
}

/** What all kinds of nodes have. Ids are dbt's: `model.shop.orders`, `test.shop.not_null_orders_id.2c9a1f`. */
export interface NodeBase {
  readonly id: string;
  readonly name: string;
  readonly packageName: string;
  /** relative to the project's root, with `/`: `models/staging/stg_orders.sql`, `dbt_packages/x/models/y.sql` */
  readonly path: string;
  /** the folder of its package, relative to the project's root; '' for the project itself */
  readonly packageRoot: string;
  /** dbt's fqn: package, folders below the resource path, name */
  readonly fqn: readonly string[];
  readonly rawCode: string;
  readonly checksum: FileChecksum;
  readonly description: string;
  /** ids of the docs blocks in its description */
  readonly docBlocks: readonly string[];
  readonly columns: readonly ColumnEntry[];
  readonly config: NodeConfig;
  /** configs that somebody wrote, the last word on each, those of the project file with their Jinja; keys as dbt's */
  readonly unrenderedConfig: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly meta: Readonly<Record<string, unknown>>;
  readonly group: string | null;
  readonly docs: { readonly show: boolean; readonly nodeColor: string | null };
  /** in the order of their first use */
  readonly refs: readonly RefCall[];
  readonly sources: readonly (readonly [source: string, table: string])[];
  /** ids of the nodes and sources that it reads, in the order of their first use */
  readonly dependsOn: readonly string[];
  readonly macroDependsOn: readonly string[];
  /** resolved name of the connection it is published on, or runs on */
  readonly connection: string;
  /** null where it has none: an ephemeral model, a test that stores nothing, an analysis */
  readonly relation: RelationName | null;
  /** where its relation is, or would be if it had one */
  readonly namespace: Pick<RelationName, 'database' | 'schema'>;
  readonly route: Route;
  /** the YAML that describes it */
  readonly patchPath: string | null;
}

export interface ModelNode extends NodeBase {
  readonly kind: 'model';
  readonly access: 'private' | 'protected' | 'public';
  /** as written in YAML: `2`, `beta`; null = the model has no versions */
  readonly version: string | number | null;
  readonly latestVersion: string | number | null;
  /** of a latest version: the view that is to point to it, with the name asked for; null: there is none */
  readonly latestVersionPointer: { readonly alias: string | null } | null;
  /** as written, ISO 8601 */
  readonly deprecationDate: string | null;
  /** of the model; those of columns are in `columns` */
  readonly constraints: readonly ConstraintEntry[];
  /** dbt's, of an enforced contract; null: there is none */
  readonly contractChecksum: string | null;
  /** columns that its constraints and tests promise to name a row, by dbt's rules; empty: none do */
  readonly primaryKey: readonly string[];
  /** `time_spine:` as dbt's artifacts have it; null: it is none */
  readonly timeSpine: Readonly<Record<string, unknown>> | null;
}

/** A CSV file that is loaded. `rawCode` is empty; `path` names the file. */
export interface SeedNode extends NodeBase {
  readonly kind: 'seed';
  /** sha256 of its file, hex, however large that is; dbt looks into small ones alone */
  readonly contentHash: string;
}

export interface SnapshotNode extends NodeBase {
  readonly kind: 'snapshot';
  /** where it is declared: its block, or its entry in YAML */
  readonly location: Location;
  /** where the configs that name columns are written: `unique_key`, `updated_at`, `check_cols` */
  readonly configPlaces: Readonly<Record<string, Location>>;
}

/** A query that returns the rows that should not be there. */
export interface TestNode extends NodeBase {
  readonly kind: 'test';
  /** null: a singular test, a file of its own */
  readonly generic: GenericTest | null;
}

export interface GenericTest {
  /** name of the test as YAML has it: `not_null` */
  readonly name: string;
  /** the package it is looked up in (`dbt_utils.unique_combination_of_columns`); null = by the usual search */
  readonly namespace: string | null;
  /** arguments of the macro `test_<name>`, `model` and `column_name` included, Jinja in texts not yet rendered */
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly column: string | null;
  /** id of the model, seed or snapshot that it is written under; null: a source, or there is none of that name */
  readonly attachedNode: string | null;
  /** section and name that it is written under, as dbt has them: `models.orders`, of a source's tables `sources.raw` */
  readonly fileKey: string;
  /** of its compiled file, without the ending; short enough for a file system where the test's name is made of values */
  readonly fileName: string;
  /** where it is written */
  readonly location: Location;
}

/** A query that is compiled and never run. */
export interface AnalysisNode extends NodeBase {
  readonly kind: 'analysis';
}

/** A hook of `on-run-start` or `on-run-end`. */
export interface OperationNode extends NodeBase {
  readonly kind: 'operation';
  readonly moment: 'on-run-start' | 'on-run-end';
  /** position among the hooks of its package and moment, from 0 */
  readonly index: number;
  /** in the project file */
  readonly location: Location;
}

export interface RefCall {
  readonly name: string;
  readonly package: string | null;
  readonly version: string | number | null;
  readonly location: Location;
}

/** Configs that every kind of node has. */
export interface NodeConfig {
  /** `table`, `view`, `incremental`, `ephemeral`, `materialized_view`, `seed`, `snapshot`, `test` or a custom one's name */
  readonly materialized: string;
  /** whether the user wrote `materialized` himself (and not only a config tree's default) */
  readonly materializedExplicit: boolean;
  readonly enabled: boolean;
  readonly schema: string | null;
  readonly database: string | null;
  readonly alias: string | null;
  readonly compute: 'duckdb' | 'spark' | 'auto' | 'target' | null;
  readonly onDependents: 'recreate' | 'cascade';
  /** every config as merged, for `config.get` and the artifacts */
  readonly raw: Readonly<Record<string, unknown>>;
}

export interface ColumnEntry {
  readonly name: string;
  readonly description: string;
  /** ids of the docs blocks in its description */
  readonly docBlocks: readonly string[];
  /** of a model: type to publish the column in; of a source: documentation only */
  readonly dataType: string | null;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  /** null: the dialect decides */
  readonly quote: boolean | null;
  readonly constraints: readonly ConstraintEntry[];
  /** of a time spine: `day`; documentation only */
  readonly granularity: string | null;
  /** of a source */
  readonly override: ColumnOverride | null;
}

/** A constraint as YAML has it. */
export interface ConstraintEntry {
  /** `not_null`, `unique`, `primary_key`, `foreign_key`, `check`, `custom` */
  readonly type: string;
  readonly name: string | null;
  readonly expression: string | null;
  readonly columns: readonly string[];
  /** of a foreign key: a `ref()` or `source()` call as written */
  readonly to: string | null;
  readonly toColumns: readonly string[];
  readonly warnUnenforced: boolean;
  readonly warnUnsupported: boolean;
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
  /** ids of the docs blocks in its description */
  readonly docBlocks: readonly string[];
  readonly sourceDescription: string;
  readonly columns: readonly ColumnEntry[];
  readonly tags: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly loader: string;
  readonly freshness: Freshness | null;
  /** SQL expression of the source's dialect; null = asked of the database's metadata where it has that */
  readonly loadedAtField: string | null;
  readonly loadedAtQuery: string | null;
  /** resolved name of the connection it lives on */
  readonly connection: string;
  /** levels that the YAML leaves open are null: the connection's defaults apply */
  readonly relation: RelationName;
  /** which levels its own database's SQL quotes */
  readonly quoting: Quoting;
  /** those of them that its own YAML says */
  readonly ownQuoting: Partial<Quoting>;
  /** `meta` of the source, without that of the table */
  readonly sourceMeta: Readonly<Record<string, unknown>>;
  /** `external:` of the table as written, for packages that make external tables of it */
  readonly external: Readonly<Record<string, unknown>> | null;
  /** what dbt compares between two states: names with their Jinja, and configs with that of the project file */
  readonly unrendered: {
    readonly database: string | null;
    readonly schema: string | null;
    readonly config: Readonly<Record<string, unknown>>;
  };
  /**
   * `meta.external_location` as dbt-duckdb has it, its `{name}` filled in: a path, a glob, a URL or a table function.
   * null: an ordinary relation.
   */
  readonly externalLocation: string | null;
}

/** How old the newest row of a source may be. */
export interface Freshness {
  readonly warnAfter: FreshnessAge | null;
  readonly errorAfter: FreshnessAge | null;
  readonly filter: string | null;
}

export interface FreshnessAge {
  readonly count: number;
  readonly period: 'minute' | 'hour' | 'day';
}

/** Where a model is computed. Known from the manifest, before anything is compiled. */
export interface Route {
  readonly kind: 'in place' | 'federated';
  /** engine of a federated model: `duckdb`, `spark` */
  readonly engine: string | null;
  /** one phrase: `all inputs are on shop.dev`, `reads mysql_legacy`, `compute: duckdb` */
  readonly reason: string;
}
