import { baseContext, graphObject, type Invocation, type MacroNames } from '../context/index.js';
import { searchedPackages } from '../core/package-search.js';
import type { Templater } from '../jinja/index.js';
import type { Manifest } from '../spi/manifest.js';
import type { ProfilesFile } from '../spi/project.js';
import type { CompileServices } from './compile-context.js';
import { NodeCompiler } from './compiler.js';
import { RefIndex } from './ref-index.js';
import { relationNames, relationPlaces } from './relation-names.js';

/** What compiling the models of a manifest needs. */
export interface CompileRequest {
  readonly invocation: Invocation;
  readonly manifest: Manifest;
  readonly profiles: ProfilesFile;
  readonly templater: Templater;
  /** those that the manifest was parsed with */
  readonly macros: MacroNames;
  readonly services: CompileServices;
}

/** Prepares the execute pass of one invocation. Connects to nothing. */
export async function createCompiler(request: CompileRequest): Promise<NodeCompiler> {
  const { invocation, manifest, profiles, templater, macros, services } = request;
  const own = profiles.resolve(invocation.project.profile);
  const profile = (connection: string) => profiles.connection(connection);
  const { quoting } = invocation.project;
  const nodes = [...manifest.nodes.values(), ...manifest.sources.values()];
  const facts = {
    relationName: await relationNames(nodes, profile, quoting),
    place: await relationPlaces(manifest.sources.values(), profile),
    startedAt: invocation.startedAt,
    packageRoots: manifest.packageRoots,
  };
  return new NodeCompiler({
    invocation,
    manifest,
    refs: new RefIndex(manifest, (asking) => searchedPackages(asking, invocation.project)),
    own,
    macros,
    templater,
    services,
    base: baseContext(invocation, true),
    profile,
    quoting,
    facts,
    graph: graphObject(manifest, facts),
    threads: await profiles.threads(own),
    connections: profiles.names,
  });
}
