import type { StepOutcome } from './outcome.js';

/** One command under both tools, and what of it is compared besides exit code, results and relations. */
export interface Step {
  readonly args: readonly string[];
  /** standard output line by line (`ls`, `show --output json`) */
  readonly output?: boolean;
  /** compiled SQL of models, tests and analyses in the manifest, blanks aside */
  readonly compiled?: boolean;
  /** names, fqns, tags, parents and materializations of the manifest's nodes */
  readonly nodes?: boolean;
  /** written into the project before the command; null removes a file */
  readonly files?: Readonly<Record<string, string | null>>;
  /** run in the database before the command */
  readonly sql?: string;
  /** relations whose rows are random: they are counted */
  readonly random?: RegExp;
  readonly env?: Readonly<Record<string, string>>;
  /** parts of the outcome that differ on purpose, as `differences.ts` says, and are not compared */
  readonly apart?: readonly (keyof StepOutcome)[];
}

export type Kind = 'duckdb' | 'postgres';

/** A project and what is done with it, in order. */
export interface Suite {
  /** folder under `projects`, or an absolute one, with `profile: shop` */
  readonly project: string;
  /** folder of the project within `project`, whose profile is called `integration_tests` */
  readonly within?: string;
  /** of the recordings; the project's, unless one project has several suites */
  readonly name?: string;
  /** databases; both unless said */
  readonly kinds?: readonly Kind[];
  readonly steps: readonly Step[] | ((kind: Kind) => readonly Step[]);
}
