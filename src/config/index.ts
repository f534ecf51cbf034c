export { type Environment, envVar } from './environment.js';
export { type ProfilesOptions, readProfiles } from './profiles-file.js';
export { findProfiles, type ProfilesSearch } from './profiles-path.js';
export type { ProjectOverrides } from './project.js';
export { type ProjectFile, readProjectFile } from './project-file.js';
export type { Render } from './render.js';
export { parseVars } from './vars.js';
