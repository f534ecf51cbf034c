/** The execute pass: from a manifest's models to the SQL that runs. */
export type { CompileServices } from './compile-context.js';
export type { NodeCompiler } from './compiler.js';
export { type CompileRequest, createCompiler } from './create-compiler.js';
export { relationNames, relationPlaces } from './relation-names.js';
