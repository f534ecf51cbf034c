import type { Options } from './options.js';

/** Options by the names that templates know them by: dbt's `flags`, and in lower case `invocation_args_dict`. */
export function templateFlags(options: Options, vars: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    ...(options.color !== null && { USE_COLORS: options.color }),
    DEBUG: options.debug,
    DEFER: options.defer,
    EMPTY: options.empty,
    EXCLUDE: [...options.exclude],
    FAIL_FAST: options.failFast,
    FAVOR_STATE: options.favorState,
    FULL_REFRESH: options.fullRefresh,
    INDIRECT_SELECTION: options.indirectSelection ?? 'eager',
    LOG_PATH: options.logPath,
    PARTIAL_PARSE: options.partialParse,
    PROFILE: options.profile,
    PROFILES_DIR: options.profilesDir,
    QUIET: options.quiet,
    SELECT: [...options.select],
    SELECTOR: options.selector,
    STATE: options.state,
    STORE_FAILURES: options.storeFailures ?? false,
    TARGET: options.target,
    THREADS: options.threads,
    VARS: vars,
    VERSION_CHECK: options.versionCheck,
  };
}

/** `invocation_args_dict`: the same, without what nobody said. */
export function templateArguments(flags: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const said = Object.entries(flags).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(said.map(([name, value]) => [name.toLowerCase(), value]));
}
