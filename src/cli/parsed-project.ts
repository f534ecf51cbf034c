import { join } from 'node:path';
import { dbtTemplater, type Invocation as TemplateInvocation, Vars } from '../context/index.js';
import { DvtError } from '../core/errors.js';
import type { Templater } from '../jinja/index.js';
import { loadMacros, type MacroLibrary, packageVars, parseProject } from '../manifest/index.js';
import type { Manifest } from '../spi/manifest.js';
import { commandArguments } from './command-arguments.js';
import type { Options } from './options.js';
import { sampleWindow } from './sample-window.js';
import type { Session } from './session.js';
import { templateFlags } from './template-flags.js';

/** A project after the parse pass. */
export interface ParsedProject {
  readonly manifest: Manifest;
  /** of the manifest; see `FoundManifest` */
  readonly revision: string | null;
  readonly templater: Templater;
  readonly macros: () => Promise<MacroLibrary>;
  readonly invocation: TemplateInvocation;
  /** ids of what the command selected, once it did */
  readonly selection: string[];
}

/** The name of the model that `--inline` becomes. */
export const INLINE = 'inline_query';

/** Throws DVT1040 where a query is given beside a selection: only one of them can be meant. */
export function checkInline({ inline, select, selector }: Options): void {
  if (inline === null || (select.length === 0 && selector === null)) return;
  const message = `--inline and ${select.length > 0 ? '--select' : '--selector'} exclude each other.`;
  throw new DvtError({ code: 'DVT1040', message, hint: 'Ask for the query, or for models.' });
}

/** The parse pass over a session's project, and over the query of `--inline` where there is one. Connects to nothing. */
export async function parse(session: Session, inlineSql: string | null = null): Promise<ParsedProject> {
  const { project, profiles, invocation: started, emit, vars } = session;
  const { options } = started;
  const selection: string[] = [];
  const templater = dbtTemplater();
  let loaded: Promise<MacroLibrary> | undefined;
  const macros = () => {
    loaded ??= loadMacros(project, templater);
    return loaded;
  };
  const flags = templateFlags(session);
  const invocation: TemplateInvocation = {
    project,
    vars: new Vars(project.vars, vars, project.name, packageVars(project)),
    env: started.env,
    id: started.id,
    startedAt: started.startedAt,
    version: started.version,
    fullRefresh: started.options.fullRefresh,
    command: started.command,
    emit,
    empty: options.empty,
    ...(options.sample !== null && { sample: sampleWindow(options.sample, started.startedAt) }),
    storeFailures: options.storeFailures,
    flags,
    arguments: commandArguments(session),
    selected: () => selection,
  };
  const inline = inlineSql === null ? null : { name: INLINE, sql: inlineSql };
  const defaultEngine = started.options.compute ?? project.compute.defaultEngine;
  const cache = options.partialParse ? join(project.targetPath, 'partial_parse.dvt') : null;
  const found = await parseProject({ invocation, profiles, templater, macros, defaultEngine, inline, cache });
  return { ...found, templater, macros, invocation, selection };
}
