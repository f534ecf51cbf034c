import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { adapterRegistry } from '#dvt/adapters/registry.js';
import { envVar, readProfiles, readProjectFile } from '#dvt/config/index.js';
import { dbtTemplater, Vars } from '#dvt/context/index.js';
import type { Diagnostic } from '#dvt/core/errors.js';
import { DvtError } from '#dvt/core/errors.js';
import { Redactor } from '#dvt/core/redact.js';
import { hostFunction } from '#dvt/jinja/index.js';
import { loadMacros, packageVars, parseProject } from '#dvt/manifest/index.js';
import type { RunEvent } from '#dvt/spi/event.js';
import type { Manifest } from '#dvt/spi/manifest.js';
import type { ManifestNode } from '#dvt/spi/node.js';

const FIXTURES = fileURLToPath(new URL('../fixtures/projects/', import.meta.url));

/** Options of the command line that a test sets. */
export interface LoadOptions {
  readonly vars?: Record<string, unknown>;
  readonly env?: Record<string, string>;
  readonly target?: string;
  readonly compute?: string;
  readonly command?: string;
  readonly fullRefresh?: boolean;
  readonly empty?: boolean;
  readonly storeFailures?: boolean;
  /** file of the parse pass's cache */
  readonly cache?: string;
  /** hears every event, those of a project that cannot be parsed too */
  readonly onEvent?: (event: RunEvent) => void;
}

/** Parses a fixture (a name below test/fixtures/projects, or an absolute path) as dvt's commands do. */
export async function loadProject(fixture: string, options: LoadOptions = {}) {
  const root = fixture.startsWith('/') ? fixture : join(FIXTURES, fixture);
  const env = options.env ?? {};
  const templater = dbtTemplater();
  const names = new Map([
    [
      'env_var',
      hostFunction('env_var', ['name', 'default?'], ([name, d]) => envVar(env, { secrets: true })(String(name), d)),
    ],
  ]);
  const render = (text: string) => templater.renderNative(templater.parse(text, { name: 'yaml' }), names);
  const file = await readProjectFile(root);
  const profiles = await readProfiles({
    path: fixture.startsWith('/') ? join(root, 'profiles.yml') : join(FIXTURES, 'profiles.yml'),
    shownPath: 'profiles.yml',
    ownProfile: await file.profile(render),
    target: options.target ?? null,
    render,
    registry: adapterRegistry,
    redactor: new Redactor(),
    warn: () => {},
  });
  const project = await file.load(render);
  const events: RunEvent[] = [];
  const invocation = {
    project,
    vars: new Vars(project.vars, options.vars ?? {}, project.name, packageVars(project)),
    env,
    id: '00000000-0000-4000-8000-000000000000',
    startedAt: new Date('2026-03-04T05:06:07.000Z'),
    version: '0.1.0',
    fullRefresh: options.fullRefresh ?? false,
    empty: options.empty ?? false,
    storeFailures: options.storeFailures ?? null,
    command: options.command ?? 'run',
    emit: (event: RunEvent) => {
      events.push(event);
      options.onEvent?.(event);
    },
  };
  const macros = await loadMacros(project, templater);
  const defaultEngine = options.compute ?? project.compute.defaultEngine;
  const { cache = null } = options;
  const request = { invocation, profiles, templater, macros: async () => macros, defaultEngine, inline: null, cache };
  const { manifest } = await parseProject(request);
  const warnings = () => events.flatMap((event) => (event.type === 'warning' ? [event.diagnostic] : []));
  return { project, profiles, templater, macros, invocation, manifest, events, warnings };
}

/** What a fixture's parse pass complains of; fails when it complains of nothing. */
export async function mistakesOf(fixture: string, options: LoadOptions = {}): Promise<readonly Diagnostic[]> {
  try {
    await loadProject(fixture, options);
  } catch (error) {
    if (error instanceof DvtError) return error.diagnostics;
    throw error;
  }
  throw new Error(`${fixture} was parsed without a mistake`);
}

/** A model of a manifest by its name. */
export function model(manifest: Manifest, name: string): ManifestNode {
  const node = manifest.nodes.get(`model.${manifest.projectName}.${name}`);
  if (node === undefined) throw new Error(`no model ${name}; there are ${[...manifest.nodes.keys()].join(', ')}`);
  return node;
}
