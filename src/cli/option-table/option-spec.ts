import type { Options } from '../options.js';

/** How one option is written, and what it is called in the environment. */
export interface OptionSpec {
  /** null: taken and without effect */
  readonly key: keyof Options | null;
  /** in commander's notation */
  readonly flags: string;
  readonly description: string;
  /** `list` takes several words, and may be given several times */
  readonly kind: 'text' | 'number' | 'flag' | 'off' | 'list';
  readonly choices?: readonly string[];
  /** the first that is set counts */
  readonly env?: readonly string[];
  /** other spellings of dbt, not shown in help */
  readonly hidden?: boolean;
}
