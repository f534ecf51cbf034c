import type { Location } from '../core/position.js';
import type { Adapter } from './adapter.js';
import type { PushdownMode } from './pushdown.js';
import type { SnapshotMode } from './snapshot.js';

/** `dvt_project.yml` (else `dbt_project.yml`), rendered and validated. */
export interface Project {
  readonly name: string;
  /** absolute; of a package its own folder */
  readonly root: string;
  /** the folder of a package relative to the project's root, with `/`: `dbt_packages/dbt_utils`; '' for the project itself */
  readonly packageRoot: string;
  /** the project file's name, for messages: `dvt_project.yml` */
  readonly file: string;
  /** Where a value of the project file stands, or its key; the nearest parent of what is not written there. */
  readonly locate: (keys: readonly (string | number)[], part?: 'key' | 'value') => Location;
  readonly version: string | null;
  /** name of the project's own profile entry */
  readonly profile: string;
  /** relative to `root`, in the project's order */
  readonly modelPaths: readonly string[];
  readonly macroPaths: readonly string[];
  readonly seedPaths: readonly string[];
  readonly testPaths: readonly string[];
  readonly analysisPaths: readonly string[];
  readonly snapshotPaths: readonly string[];
  readonly docsPaths: readonly string[];
  /** absolute */
  readonly targetPath: string;
  /** what `clean` removes, relative to `root` */
  readonly cleanTargets: readonly string[];
  /** where packages are installed, relative to `root`: `dbt_packages` */
  readonly packagesInstallPath: string;
  /** installed packages, in the order of their folders; of a package none: all of them are the project's */
  readonly packages: readonly Project[];
  /** `dispatch:`: macro namespace -> packages in the order of search */
  readonly dispatch: ReadonlyMap<string, readonly string[]>;
  /** project-wide and per-package variables as written; `--vars` are not in it */
  readonly vars: Readonly<Record<string, unknown>>;
  /** config trees as written, keyed by package, folders and `+config` */
  readonly configTrees: Readonly<Record<ConfigTreeName, ConfigTree>>;
  /** the same with their Jinja, which tells whether a config was changed or another target is meant */
  readonly unrenderedTrees: Readonly<Record<ConfigTreeName, ConfigTree>>;
  readonly quoting: Quoting;
  readonly compute: ComputeSettings;
  /** `flags:` as written, keys in lower case */
  readonly flags: Readonly<Record<string, unknown>>;
  /** `query-comment:`, Jinja not yet rendered; null = switched off */
  readonly queryComment: QueryComment | null;
  /** access to this project's private and protected models is refused to other packages */
  readonly restrictAccess: boolean;
  /** which scans of a source see one state of it; default `run` */
  readonly snapshot: SnapshotMode;
  /** what sources are asked to compute, where neither a model nor a source says otherwise; default `blocks` */
  readonly pushdown: PushdownMode;
  readonly onRunStart: readonly string[];
  readonly onRunEnd: readonly string[];
}

/** Sections of the project file that hold configs. Analyses and hooks take those of `models`, as in dbt. */
export type ConfigTreeName = 'models' | 'sources' | 'seeds' | 'snapshots' | 'tests' | 'exposures' | 'unit_tests';

/** What is put before or behind every statement. */
export interface QueryComment {
  /** a template; null: dbt's own, which tells of the node and the connection */
  readonly comment: string | null;
  readonly append: boolean;
  readonly jobLabel: boolean;
}

export type ConfigTree = { readonly [key: string]: unknown };

export interface Quoting {
  readonly database: boolean;
  readonly schema: boolean;
  readonly identifier: boolean;
}

export interface ComputeSettings {
  readonly defaultEngine: string;
  readonly duckdb: {
    /** as DuckDB writes sizes, e.g. `4GB`; null = DuckDB's default */
    readonly memoryLimit: string | null;
    readonly threads: number | null;
    /** absolute; null = the system's */
    readonly tempDirectory: string | null;
  };
  /** validated; running it is a later issue */
  readonly spark: Readonly<Record<string, unknown>> | null;
}

/** One entry of `profiles.yml`, not yet rendered: connections are rendered and validated when they are used. */
export interface ProfilesFile {
  /** as shown to the user */
  readonly path: string;
  /** every connection's resolved name (`postgres_prod`, `shop.dev`) in the file's order */
  readonly names: readonly string[];
  /** `shop` -> `shop.dev`; a flat entry resolves to itself. Throws DVT1xxx with the nearest known name. */
  resolve(name: string): string;
  /** The adapter's type of a connection, rendered; cheap, validates nothing else. */
  adapterType(resolvedName: string): Promise<string>;
  /** Renders and validates one connection. Throws DvtErrors located in the file. */
  connection(resolvedName: string): Promise<ConnectionProfile>;
  /** `threads` of the project's own target; 1 where nothing is said, as in dbt */
  threads(resolvedName: string): Promise<number>;
}

export interface ConnectionProfile {
  readonly name: string;
  readonly adapter: Adapter;
  /** validated values by the adapter's canonical field names */
  readonly values: Readonly<Record<string, unknown>>;
  readonly location: Location;
}
