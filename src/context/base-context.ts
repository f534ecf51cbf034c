import { DBT_VERSION } from '../core/dbt-version.js';
import type { Location } from '../core/position.js';
import { hostFunction, itemsOf, MacroReturn, toPlain, toText, type Value } from '../jinja/index.js';
import type { Emit } from '../spi/event.js';
import { dateTime } from './date-time.js';
import { envVarFunction } from './env-var.js';
import { exceptionsObject } from './exceptions.js';
import { flagsObject } from './flags.js';
import type { Invocation } from './invocation.js';
import { lazyDict } from './lazy-dict.js';
import { MODULES } from './modules.js';
import { RUNTIME_CONFIG, runtimeConfig } from './runtime-config.js';
import { SERIALIZATION } from './serialization.js';
import { UTC } from './time-zone.js';
import { varFunction } from './var-function.js';

/** Names of dbt's context that are the same for all nodes. `execute` is false in the parse pass. */
export function baseContext(invocation: Invocation, execute: boolean): ReadonlyMap<string, Value> {
  const { emit, project } = invocation;
  const warn = (message: string, location: Location): void => {
    emit({ type: 'warning', diagnostic: { code: 'DVT2113', message, location } });
  };
  return new Map<string, Value>([
    ...SERIALIZATION,
    ...(execute ? [] : PARSE_ONLY),
    ['execute', execute],
    ['project_name', project.name],
    ['dbt_version', DBT_VERSION],
    ['dvt_version', invocation.version],
    ['invocation_id', invocation.id],
    ['run_started_at', dateTime(invocation.startedAt, UTC)],
    ['flags', flagsObject(invocation)],
    ['modules', MODULES],
    ['exceptions', exceptionsObject(warn)],
    ['env_var', envVarFunction(invocation.env)],
    ['env', {}],
    ['var', varFunction(invocation.vars, execute ? 'error' : 'none')],
    ['log', logFunction(emit)],
    ['print', printFunction(emit)],
    ['return', RETURN],
    ['thread_id', 'Thread-1'],
    ['dbt_metadata_envs', lazyDict(() => readMetadataEnvs(invocation))],
    ['invocation_args_dict', lazyDict(() => argumentsOf(invocation))],
    [RUNTIME_CONFIG, runtimeConfig(invocation, () => argumentsOf(invocation))],
    ['selected_resources', execute ? [...(invocation.selected?.() ?? [])] : []],
    ['try_or_compiler_error', TRY_OR_COMPILER_ERROR],
  ]);
}

function argumentsOf({ command, onCommandLineRead, ...invocation }: Invocation): Readonly<Record<string, Value>> {
  onCommandLineRead?.();
  return { which: command, ...invocation.arguments };
}

/** What only a rendering with a database knows: dbt's answers while parsing. */
const PARSE_ONLY: readonly (readonly [string, Value])[] = [
  ['graph', { nodes: {}, sources: {}, exposures: {}, groups: {}, metrics: {}, macros: {} }],
  ['sql', null],
  ['compiled_code', null],
  ['pre_hooks', []],
  ['post_hooks', []],
  ['render', hostFunction('render', ['string'], ([text]) => text)],
  ['write', hostFunction('write', ['payload'], () => '')],
];

const RETURN = hostFunction('return', ['data?'], ([data]) => {
  throw new MacroReturn(data ?? null);
});

/** Calls a function; what it throws is what it throws, placed where it was called. */
const TRY_OR_COMPILER_ERROR = hostFunction(
  'try_or_compiler_error',
  ['message_if_exception', 'func', '*args', '**named'],
  ([, func, args, named], context) => {
    const given = Object.entries(toPlain(named) as Record<string, Value>);
    return context.call(func, itemsOf(args), new Map(given));
  },
);

function logFunction(emit: Emit): Value {
  return hostFunction('log', ['msg', 'info?'], ([message, info]) => {
    const text = toText(message);
    emit(info === true ? { type: 'notice', message: text } : { type: 'debug', message: text });
    return '';
  });
}

function printFunction(emit: Emit): Value {
  const print = toPrint(emit);
  return hostFunction('print', ['msg'], ([message]) => {
    print(toText(message));
    return '';
  });
}

/** Where what templates print goes. */
export function toPrint(emit: Emit): (text: string) => void {
  return (message) => emit({ type: 'notice', message, printed: true });
}

function readMetadataEnvs({ onCommandLineRead, env }: Invocation): Readonly<Record<string, string>> {
  onCommandLineRead?.();
  return metadataEnvs(env);
}

/** `DBT_ENV_CUSTOM_ENV_x` as `x`: what users write into dbt's artifacts. */
export function metadataEnvs(env: Invocation['env']): Readonly<Record<string, string>> {
  const prefix = 'DBT_ENV_CUSTOM_ENV_';
  const names = Object.keys(env).filter((name) => name.startsWith(prefix));
  return Object.fromEntries(names.map((name) => [name.slice(prefix.length), env[name] ?? '']));
}
