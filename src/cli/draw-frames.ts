import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { codeFrame } from '../core/code-frame.js';
import type { Diagnostic } from '../core/errors.js';
import type { RunEvent } from '../spi/event.js';
import type { Options } from './options.js';

/** A larger file (a seed of gigabytes) is not read for the sake of five lines. */
const LARGEST_BYTES = 16 * 1024 * 1024;

/** Gives diagnostics that have a place and no code frame the lines of their file. */
export class FrameDrawer {
  readonly #root: string;
  #last: { readonly path: string; readonly text: string | null } = { path: '', text: null };

  /** @param root absolute; where relative paths of locations begin */
  constructor(root: string) {
    this.#root = root;
  }

  readonly drawn = (diagnostic: Diagnostic): Diagnostic => {
    const { location } = diagnostic;
    if (location === undefined || diagnostic.frame !== undefined) return diagnostic;
    const text = this.#read(location.path);
    const frame = text === null ? '' : codeFrame(text, location);
    return frame === '' ? diagnostic : { ...diagnostic, frame };
  };

  /** The event with the frames of its mistakes. */
  readonly event = (event: RunEvent): RunEvent => {
    if (event.type === 'warning') return { ...event, diagnostic: this.drawn(event.diagnostic) };
    if (event.type === 'node finished') return { ...event, result: this.#result(event.result) };
    if (event.type === 'run finished') return { ...event, results: event.results.map((one) => this.#result(one)) };
    return event;
  };

  #result<T extends { readonly diagnostics: readonly Diagnostic[] }>(result: T): T {
    return result.diagnostics.length === 0 ? result : { ...result, diagnostics: result.diagnostics.map(this.drawn) };
  }

  /** null for what is no file of the project, and for profiles, whose frames hide secrets and are drawn with the mistake. */
  #read(path: string): string | null {
    if (path === '' || path.startsWith('<') || basename(path) === 'profiles.yml') return null;
    if (this.#last.path !== path) this.#last = { path, text: textOf(join(this.#root, path)) };
    return this.#last.text;
  }
}

/** The folder of the project's file that the command line leads to, or the current one. */
export function rootOf({ projectDir }: Pick<Options, 'projectDir'>, cwd: string): string {
  if (projectDir !== null) return resolve(cwd, projectDir);
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'dvt_project.yml')) || existsSync(join(folder, 'dbt_project.yml'))) return folder;
    if (dirname(folder) === folder) return cwd;
  }
}

function textOf(path: string): string | null {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= LARGEST_BYTES ? readFileSync(path, 'utf8') : null;
  } catch {
    return null;
  }
}
