import { dirname, resolve } from 'node:path';
import type { Session } from './session.js';
import { warningLists } from './warning-policy.js';

/** Options by the names that templates know them by: dbt's `flags`. */
export function templateFlags({ invocation, project, profiles, vars, logPath }: Session): Record<string, unknown> {
  const { options, words, home } = invocation;
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
    INVOCATION_COMMAND: ['dbt', ...words].join(' '),
    LOG_FORMAT: options.logFormat === 'json' ? 'json' : 'default',
    LOG_LEVEL: options.logLevel ?? 'info',
    LOG_PATH: logPath,
    PARTIAL_PARSE: options.partialParse,
    PRINTER_WIDTH: options.printerWidth ?? 80,
    PROFILE: options.profile,
    PROFILES_DIR: dirname(resolve(project.root, profiles.path.replace(/^~(?=\/)/, home))),
    PRINT: options.print,
    QUIET: options.quiet,
    SELECT: [...options.select],
    SELECTOR: options.selector,
    STATE: options.state,
    STORE_FAILURES: options.storeFailures ?? false,
    TARGET: options.target,
    TARGET_PATH: options.targetPath,
    THREADS: options.threads,
    VARS: vars,
    VERSION_CHECK: options.versionCheck,
    WARN_ERROR: options.warnError || null,
    WARN_ERROR_OPTIONS: warningLists(options),
    WHICH: whichOf(invocation.command),
    WRITE_JSON: options.writeJson,
  };
}

/** dbt's word for a command: of `docs generate` and `source freshness` the last one. */
function whichOf(command: string): string {
  return command.split(' ').at(-1) ?? command;
}
