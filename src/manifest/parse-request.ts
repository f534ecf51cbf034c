import type { Invocation } from '../context/index.js';
import type { Templater } from '../jinja/index.js';
import type { Manifest } from '../spi/manifest.js';
import type { ProfilesFile } from '../spi/project.js';
import type { MacroLibrary } from './load-macros.js';

/** What finding the manifest of a project needs. */
export interface ParseRequest {
  readonly invocation: Invocation;
  readonly profiles: ProfilesFile;
  readonly templater: Templater;
  /** Reads them when it is first called: a manifest that was kept needs none. Throws a DvtError with what is wrong with them. */
  readonly macros: () => Promise<MacroLibrary>;
  /** engine of federated models: `compute.default_engine` or `--compute` */
  readonly defaultEngine: string;
  /** a query of the command line, parsed as one more model of this name; null = none */
  readonly inline: { readonly name: string; readonly sql: string } | null;
  /** file that keeps the manifest from one parse pass to the next, absolute; null = nothing is kept or taken from it */
  readonly cache: string | null;
}

/** What a parse pass needs: the macros have been read. */
export interface ParsePass extends Omit<ParseRequest, 'macros'> {
  readonly macros: MacroLibrary;
}

/** A project's manifest. */
export interface FoundManifest {
  readonly manifest: Manifest;
  /** Another one has another revision; null where the manifest is not kept. */
  readonly revision: string | null;
}
