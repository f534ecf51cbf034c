import type { CommandSpec } from '../command-spec.js';
import { GLOBAL_OPTIONS } from './global-options.js';
import { DEFER_OPTIONS } from './input-options.js';
import type { OptionSpec } from './option-spec.js';
import { RUN_OPTIONS } from './run-options.js';
import { INDIRECT_SELECTION_OPTION, STATE_OPTION } from './selection-options.js';

/** Options that dbt takes before any command, and with any: where they mean nothing they do no harm. */
const ANYWHERE: readonly OptionSpec[] = [...RUN_OPTIONS, ...DEFER_OPTIONS, INDIRECT_SELECTION_OPTION, STATE_OPTION].map(
  (option) => ({ ...option, hidden: true }),
);

/** Options that may stand before a command's name. */
export const ROOT_OPTIONS: readonly OptionSpec[] = [...GLOBAL_OPTIONS, ...ANYWHERE];

/** Every option that a command takes. */
export function optionsOf({ options }: CommandSpec): readonly OptionSpec[] {
  const own = new Set(options.map(({ flags }) => flags));
  return [...options, ...ROOT_OPTIONS.filter(({ flags }) => !own.has(flags))];
}
