/** The parse pass: from a project's files to its manifest. */

export { packageVars } from './files/package-vars.js';
export { loadMacros, type MacroLibrary } from './load-macros.js';
export { parseProject } from './parse-project.js';
export type { FoundManifest, ParseRequest } from './parse-request.js';
