/** Which nodes a command is about, and in which order they can be built. */
export { type Selection, type SelectOptions, select } from './select.js';
export type { IndirectSelection } from './specification.js';
export type { StateArtifacts } from './state/artifacts.js';
