import type { Location } from '../core/position.js';
import type { ManifestNode, RefCall, SourceNode, TestNode } from './node.js';

/** Everything a project and its packages declare, after the parse pass. */
export interface Manifest {
  readonly projectName: string;
  /** name of each package -> its folder, relative to the project's root; '' for the project itself */
  readonly packageRoots: ReadonlyMap<string, string>;
  /** in the order of the files */
  readonly nodes: ReadonlyMap<string, ManifestNode>;
  readonly sources: ReadonlyMap<string, SourceNode>;
  readonly exposures: ReadonlyMap<string, Exposure>;
  readonly unitTests: ReadonlyMap<string, UnitTest>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly docs: ReadonlyMap<string, DocBlock>;
  readonly macros: ReadonlyMap<string, MacroEntry>;
  /** of `selectors.yml`, by name, as written and checked */
  readonly selectors: ReadonlyMap<string, SavedSelector>;
  /** tests that are off since something that they read is missing or disabled, by id; nothing selects them */
  readonly testsWithoutInput: ReadonlyMap<string, TestNode>;
  /** what `enabled: false` took out, by id */
  readonly disabled: ReadonlyMap<string, readonly (ManifestNode | SourceNode | Exposure | UnitTest)[]>;
  /** id -> ids of nodes, exposures and unit tests that depend on it */
  readonly children: ReadonlyMap<string, readonly string[]>;
}

export interface Exposure {
  readonly kind: 'exposure';
  /** `exposure.shop.weekly_report` */
  readonly id: string;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly location: Location;
  readonly fqn: readonly string[];
  /** `dashboard`, `notebook`, `analysis`, `ml`, `application` */
  readonly type: string;
  readonly label: string | null;
  readonly url: string | null;
  readonly maturity: string | null;
  readonly description: string;
  readonly owner: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly meta: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
  /** configs that somebody wrote, the last word on each, those of the project file with their Jinja */
  readonly unrenderedConfig: Readonly<Record<string, unknown>>;
  readonly refs: readonly RefCall[];
  readonly sources: readonly (readonly [source: string, table: string])[];
  readonly dependsOn: readonly string[];
}

/** A test of a model's logic over given rows. */
export interface UnitTest {
  readonly kind: 'unit_test';
  /** `unit_test.shop.orders.counts_only_paid` */
  readonly id: string;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly location: Location;
  readonly fqn: readonly string[];
  readonly description: string;
  /** name of the tested model as written, and its id */
  readonly model: string;
  readonly version: string | number | null;
  /** `versions:` as written; null: there is none */
  readonly versions: Readonly<Record<string, unknown>> | null;
  /** dbt's, of all that it says but its description */
  readonly checksum: string;
  readonly testedNode: string;
  readonly given: readonly UnitTestInput[];
  readonly expect: UnitTestRows;
  readonly overrides: {
    readonly macros: Readonly<Record<string, unknown>>;
    readonly vars: Readonly<Record<string, unknown>>;
    readonly envVars: Readonly<Record<string, unknown>>;
  };
  readonly tags: readonly string[];
  readonly meta: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
  /** ids: the tested model first, then the inputs */
  readonly dependsOn: readonly string[];
}

export interface UnitTestInput extends UnitTestRows {
  /** `ref('x')`, `source('a', 'b')` or `this`, as written */
  readonly input: string;
  /** id of what it stands for; the tested model's own for `this` */
  readonly node: string;
}

/** Rows as YAML, CSV or SQL gives them. */
export interface UnitTestRows {
  readonly format: 'dict' | 'csv' | 'sql';
  /** dict: mappings; csv and sql: the text, a fixture file's contents included */
  readonly rows: readonly Readonly<Record<string, unknown>>[] | string | null;
  /** name of the fixture file; null = written in place */
  readonly fixture: string | null;
}

export interface Group {
  /** `group.shop.finance` */
  readonly id: string;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly description: string;
  readonly owner: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A `{% docs %}` block. */
export interface DocBlock {
  /** `doc.shop.order_status` */
  readonly id: string;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly contents: string;
}

export interface MacroEntry {
  /** `macro.shop.cents_to_dollars` */
  readonly id: string;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly location: Location;
  /** the macro's text, from `{% macro` to `{% endmacro %}` */
  readonly source: string;
  readonly macroDependsOn: readonly string[];
  readonly description: string;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly docs: { readonly show: boolean; readonly nodeColor: string | null };
  readonly patchPath: string | null;
  readonly arguments: readonly { readonly name: string; readonly type: string | null; readonly description: string }[];
  /** of a materialization: the languages of its models; null: it is none */
  readonly supportedLanguages: readonly string[] | null;
}

/** A named selection of `selectors.yml`. */
export interface SavedSelector {
  readonly name: string;
  readonly description: string;
  readonly isDefault: boolean;
  /** a text in the command line's grammar, or a mapping with union, intersection, exclude, method */
  readonly definition: unknown;
  readonly location: Location;
}
