import type { Location } from '../core/position.js';
import { hostFunction, MacroReturn, toText, type Value } from '../jinja/index.js';
import type { Emit } from '../spi/event.js';
import type { Project } from '../spi/project.js';
import { dateTime } from './date-time.js';
import { envVarFunction } from './env-var.js';
import { exceptionsObject } from './exceptions.js';
import { MODULES } from './modules.js';
import { SERIALIZATION } from './serialization.js';
import { UTC } from './time-zone.js';
import { varFunction } from './var-function.js';
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
}

/** Names of dbt's context that are the same for all nodes. `execute` is false in the parse pass. */
export function baseContext(invocation: Invocation, execute: boolean): ReadonlyMap<string, Value> {
  const { emit, project } = invocation;
  const warn = (message: string, location: Location): void => {
    emit({ type: 'warning', diagnostic: { code: 'DVT2113', message, location } });
  };
  return new Map<string, Value>([
    ...SERIALIZATION,
    ['execute', execute],
    ['project_name', project.name],
    ['dbt_version', DBT_VERSION],
    ['dvt_version', invocation.version],
    ['invocation_id', invocation.id],
    ['run_started_at', dateTime(invocation.startedAt, UTC)],
    ['flags', flags(invocation)],
    ['modules', MODULES],
    ['exceptions', exceptionsObject(warn)],
    ['env_var', envVarFunction(invocation.env)],
    ['var', varFunction(invocation.vars, execute ? 'error' : 'none')],
    ['log', logFunction(emit)],
    ['print', printFunction(emit)],
    ['return', RETURN],
  ]);
}

/** The version of dbt whose language this is; packages ask for it. */
const DBT_VERSION = '1.10.0';

function flags({ fullRefresh, command }: Invocation): Readonly<Record<string, Value>> {
  return { FULL_REFRESH: fullRefresh, WHICH: command, STORE_FAILURES: false, WARN_ERROR: false, EMPTY: false };
}

const RETURN = hostFunction('return', ['data?'], ([data]) => {
  throw new MacroReturn(data ?? null);
});

function logFunction(emit: Emit): Value {
  return hostFunction('log', ['msg', 'info?'], ([message, info]) => {
    const text = toText(message);
    emit(info === true ? { type: 'notice', message: text } : { type: 'debug', message: text });
    return '';
  });
}

function printFunction(emit: Emit): Value {
  return hostFunction('print', ['msg'], ([message]) => {
    emit({ type: 'notice', message: toText(message) });
    return '';
  });
}
