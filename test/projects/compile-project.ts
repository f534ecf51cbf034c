import type { CompileServices } from '#dvt/compile/index.js';
import { createCompiler } from '#dvt/compile/index.js';
import type { CompiledNode } from '#dvt/spi/compiled.js';
import { type LoadOptions, loadProject, model } from './load-project.js';

/** Fails when a template asks a database. */
const NO_DATABASE: CompileServices = {
  catalog: { describe: (connection) => Promise.reject(new Error(`${connection} was asked to describe`)) },
  query: (connection, sql) => Promise.reject(new Error(`${connection} was asked: ${sql}`)),
};

/** Compiles models of a fixture by their names, as a run does. */
export async function compileProject(
  fixture: string,
  options: LoadOptions & { readonly services?: CompileServices } = {},
) {
  const loaded = await loadProject(fixture, options);
  const { invocation, manifest, profiles, templater, macros } = loaded;
  const services = options.services ?? NO_DATABASE;
  const compiler = await createCompiler({ invocation, manifest, profiles, templater, macros: macros.names, services });
  const compile = (name: string): Promise<CompiledNode> => compiler.compile(model(manifest, name));
  return { ...loaded, compile };
}
