import type { ExitCode } from './exit-code.js';
import type { Invocation } from './invocation.js';
import type { OptionSpec } from './option-table/option-spec.js';

/** A command as the command line sees it; its module is loaded when it is called. */
export interface CommandSpec {
  /** `run`, `profiles test` */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly description: string;
  readonly examples: readonly string[];
  /** beside the global ones */
  readonly options: readonly OptionSpec[];
  /** in commander's notation: `[name]` */
  readonly argument?: readonly [notation: string, description: string];
  /** its output is a result that may be piped on: events go to standard error */
  readonly printsResult?: boolean;
  /** a command of dbt that is refused with a reason: not shown in help */
  readonly hidden?: true;
  run(invocation: Invocation): Promise<ExitCode>;
}
