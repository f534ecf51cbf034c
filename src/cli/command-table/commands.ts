import type { CommandSpec } from '../command-spec.js';
import { BUILD_COMMANDS } from './build-commands.js';
import { CONNECTION_COMMANDS } from './connection-commands.js';
import { PROJECT_COMMANDS } from './project-commands.js';
import { READ_COMMANDS } from './read-commands.js';

/** Every command of dvt, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  ...PROJECT_COMMANDS,
  ...BUILD_COMMANDS,
  ...READ_COMMANDS,
  ...CONNECTION_COMMANDS,
];

/** Descriptions of the words that group commands. */
export const GROUPS: Readonly<Record<string, string>> = {
  profiles: 'list, show and test connections',
  compute: 'show and test the engine',
  docs: 'write what documentation tools read',
  source: 'look at sources',
};
