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
  /** the first that is set counts; of an option that is `off`, true means what the option means */
  readonly env?: readonly string[];
  /** the least number it takes; default 1 */
  readonly least?: number;
  /** dbt has it and dvt does not: why, and what to do */
  readonly refused?: { readonly message: string; readonly hint: string };
  /** other spellings of dbt, not shown in help */
  readonly hidden?: boolean;
}
