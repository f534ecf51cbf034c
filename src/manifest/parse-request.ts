import type { Invocation } from '../context/index.js';
import type { Templater } from '../jinja/index.js';
import type { ProfilesFile } from '../spi/project.js';
import type { MacroLibrary } from './load-macros.js';

/** What parsing a project needs. */
export interface ParseRequest {
  readonly invocation: Invocation;
  readonly profiles: ProfilesFile;
  readonly templater: Templater;
  readonly macros: MacroLibrary;
  /** engine of federated models: `compute.default_engine` or `--compute` */
  readonly defaultEngine: string;
  /** a query of the command line, parsed as one more model of this name; null = none */
  readonly inline: { readonly name: string; readonly sql: string } | null;
  /** file that keeps the manifest from one parse pass to the next, absolute; null = nothing is kept or taken from it */
  readonly cache: string | null;
}
