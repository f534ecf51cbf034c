/** Packages of a project: what `dvt deps` installs. */
export { addPackage } from './add-package.js';
export { type InstalledPackage, installPackages } from './install.js';
