import type { OptionSpec } from './option-spec.js';

const LEVELS = ['debug', 'info', 'warn', 'error', 'none'];

/** A flag that may be switched on and off. */
function both(spec: OptionSpec): readonly OptionSpec[] {
  const { env: _, ...rest } = spec;
  const off = spec.flags.replace('--', '--no-').replace(/^-\w, /, '');
  return [spec, { ...rest, flags: off, description: '', kind: 'off', hidden: true }];
}

/** Taken as dbt takes it, and without effect: dvt has nothing that it would switch. */
function accepted(flags: string, kind: OptionSpec['kind'] = 'flag'): readonly OptionSpec[] {
  const spec: OptionSpec = { key: null, flags, description: '', kind, hidden: true };
  return kind === 'flag' ? both(spec) : [spec];
}

/** Options of dbt that every command takes. */
export const DBT_OPTIONS: readonly OptionSpec[] = [
  ...both({
    key: 'warnError',
    flags: '--warn-error',
    description: 'warnings are errors, and tests that warn fail',
    kind: 'flag',
    env: ['DVT_WARN_ERROR', 'DBT_WARN_ERROR'],
  }),
  {
    key: 'warnErrorOptions',
    flags: '--warn-error-options <yaml>',
    description: 'which warnings are errors: {error: all, warn: [names], silence: [names]}',
    kind: 'text',
    env: ['DVT_WARN_ERROR_OPTIONS', 'DBT_WARN_ERROR_OPTIONS'],
  },
  {
    key: 'printerWidth',
    flags: '--printer-width <columns>',
    description: 'columns that the lines of nodes are filled up to; default 80',
    kind: 'number',
    env: ['DVT_PRINTER_WIDTH', 'DBT_PRINTER_WIDTH'],
  },
  ...both({
    key: 'writeJson',
    flags: '--write-json',
    description: '',
    kind: 'flag',
    env: ['DVT_WRITE_JSON', 'DBT_WRITE_JSON'],
    hidden: true,
  }),
  {
    key: 'logLevel',
    flags: '--log-level <level>',
    description: 'what the console shows: debug, info, warn, error, none',
    kind: 'text',
    choices: LEVELS,
    env: ['DVT_LOG_LEVEL', 'DBT_LOG_LEVEL'],
  },
  { key: 'quiet', flags: '--no-quiet', description: '', kind: 'off', hidden: true },
  { key: 'debug', flags: '--no-debug', description: '', kind: 'off', hidden: true },
  {
    key: 'color',
    flags: '--use-colors',
    description: '',
    kind: 'flag',
    env: ['DVT_USE_COLORS', 'DBT_USE_COLORS'],
    hidden: true,
  },
  {
    key: 'print',
    flags: '--print',
    description: '',
    kind: 'flag',
    env: ['DVT_PRINT', 'DBT_PRINT'],
    hidden: true,
  },
  {
    key: 'print',
    flags: '--no-print',
    description: '',
    kind: 'off',
    env: ['DVT_NO_PRINT', 'DBT_NO_PRINT'],
    hidden: true,
  },
  {
    key: 'logLevelFile',
    flags: '--log-level-file <level>',
    description: 'what dvt.log has; none: it is not written. Default debug, or what --log-level says',
    kind: 'text',
    choices: LEVELS,
    env: ['DVT_LOG_LEVEL_FILE', 'DBT_LOG_LEVEL_FILE'],
  },
  {
    key: 'logFormatFile',
    flags: '--log-format-file <format>',
    description: 'text or json, where dvt.log differs from --log-format',
    kind: 'text',
    choices: ['text', 'json'],
    env: ['DVT_LOG_FORMAT_FILE', 'DBT_LOG_FORMAT_FILE'],
  },
  {
    key: 'logFileMaxBytes',
    flags: '--log-file-max-bytes <bytes>',
    description: '',
    kind: 'number',
    least: 0,
    env: ['DVT_LOG_FILE_MAX_BYTES', 'DBT_LOG_FILE_MAX_BYTES'],
    hidden: true,
  },
  ...both({
    key: 'singleThreaded',
    flags: '--single-threaded',
    description: '',
    kind: 'flag',
    env: ['DVT_SINGLE_THREADED', 'DBT_SINGLE_THREADED'],
    hidden: true,
  }),
  ...accepted('--introspect'),
  ...accepted('--populate-cache'),
  ...accepted('--cache-selected-only'),
  ...accepted('--static-parser'),
  ...accepted('--use-experimental-parser'),
  ...accepted('--send-anonymous-usage-stats'),
  ...accepted('--macro-debugging'),
  ...accepted('--show-all-deprecations'),
  ...accepted('--use-colors-file'),
  ...accepted('--use-fast-test-edges'),
  ...accepted('--inject-ephemeral-ctes'),
  ...accepted('--partial-parse-file-diff'),
  ...accepted('--upload-to-artifacts-ingest-api'),
  ...accepted('--log-cache-events'),
  ...accepted('--hints-enabled'),
  ...accepted('--export-saved-queries'),
  ...accepted('--include-saved-query'),
  ...accepted('--snowflake-projects-otel'),
  ...accepted('--show-resource-report'),
  ...accepted('--use-v2-parser'),
  ...accepted('--v2-parser <command>', 'text'),
  ...accepted('--maximum-seed-size-mib <mib>', 'text'),
  ...accepted('--sqlparse <yaml>', 'text'),
  ...accepted('--partial-parse-file-path <file>', 'text'),
  ...accepted('-r, --record-timing-info <file>', 'text'),
];
