import type { Emit } from '../spi/event.js';
import type { Project } from '../spi/project.js';
import type { Vars } from './vars.js';

/** What every template of one invocation of dvt sees alike. */
export interface Invocation {
  readonly project: Project;
  readonly vars: Vars;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly id: string;
  readonly startedAt: Date;
  /** dvt's own version */
  readonly version: string;
  readonly fullRefresh: boolean;
  /** the command, e.g. `run` */
  readonly command: string;
  readonly emit: Emit;
  /** further `flags` by dbt's names, e.g. `STORE_FAILURES`; what is absent has dbt's default */
  readonly flags?: Readonly<Record<string, unknown>>;
  /** `--empty`: inputs are read without their rows */
  readonly empty?: boolean;
  /** `--sample`: the part of inputs with an `event_time` that is read, as dbt writes moments; absent: all */
  readonly sample?: { readonly start: string | null; readonly end: string | null };
  /** `--store-failures`; null = not said */
  readonly storeFailures?: boolean | null;
  /** ids of what the command selected, known once it did */
  readonly selected?: () => readonly string[];
  /** options of the command line as `invocation_args_dict` shows them */
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** called when a template asks what the command line says: a flag, `invocation_args_dict`, `dbt_metadata_envs` */
  readonly onCommandLineRead?: () => void;
}
