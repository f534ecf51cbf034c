import { HostObject, hostFunction } from '../jinja/index.js';
import type { Invocation } from './invocation.js';

/** dbt's flags where the command line says nothing. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  CACHE_SELECTED_ONLY: false,
  DEBUG: false,
  DEFER: false,
  EMPTY: false,
  FAIL_FAST: false,
  FAVOR_STATE: false,
  FULL_REFRESH: false,
  HINTS_ENABLED: true,
  INDIRECT_SELECTION: 'eager',
  INTROSPECT: true,
  INVOCATION_COMMAND: '',
  LOG_CACHE_EVENTS: false,
  LOG_FORMAT: 'default',
  LOG_LEVEL: 'info',
  MACRO_DEBUGGING: false,
  MAXIMUM_SEED_SIZE_MIB: 1,
  PARTIAL_PARSE: true,
  POPULATE_CACHE: true,
  PRINT: true,
  PRINTER_WIDTH: 80,
  QUIET: false,
  REQUIRE_SQL_HEADER_IN_TEST_CONFIGS: false,
  SEND_ANONYMOUS_USAGE_STATS: false,
  STATIC: false,
  STATIC_PARSER: true,
  STORE_FAILURES: false,
  USE_COLORS: true,
  USE_EXPERIMENTAL_PARSER: false,
  VERSION_CHECK: true,
  WARN_ERROR: null,
  WARN_ERROR_OPTIONS: { error: [], warn: [], silence: [] },
  WHICH: 'run',
  WRITE_JSON: true,
};

/** `flags`: by attribute, by item and by `get`; a name that dbt does not have is none. */
export function flagsObject(invocation: Invocation): HostObject {
  const { fullRefresh, command, project, empty, storeFailures } = invocation;
  const flags: Readonly<Record<string, unknown>> = {
    ...DEFAULTS,
    PROJECT_DIR: project.root,
    TARGET_PATH: project.targetPath,
    FULL_REFRESH: fullRefresh,
    WHICH: command,
    INVOCATION_COMMAND: `dbt ${command}`,
    EMPTY: empty ?? false,
    STORE_FAILURES: storeFailures ?? false,
    ...invocation.flags,
  };
  const read = (): typeof flags => {
    invocation.onCommandLineRead?.();
    return flags;
  };
  const get = (name: string): unknown => (Object.hasOwn(read(), name) ? flags[name] : undefined);
  return new HostObject({
    typeName: 'Flags',
    attributes: {
      get: hostFunction('get', ['name', 'default?'], ([name, fallback]) => get(String(name)) ?? fallback ?? null),
    },
    getAttribute: get,
    getItem: (name) => get(String(name)),
    attributeNames: () => Object.keys(read()),
    contains: (name) => Object.hasOwn(read(), String(name)),
  });
}
