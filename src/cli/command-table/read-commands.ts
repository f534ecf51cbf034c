import { DvtError } from '../../core/errors.js';
import type { CommandSpec } from '../command-spec.js';
import { INPUT_OPTIONS } from '../option-table/input-options.js';
import type { OptionSpec } from '../option-table/option-spec.js';
import { INLINE_DIRECT_OPTION, INLINE_OPTION, LIMIT_OPTION, outputOption } from '../option-table/output-options.js';
import { COMPUTE_OPTION, FULL_REFRESH_OPTIONS, RUN_OPTIONS } from '../option-table/run-options.js';
import { LISTING_OPTIONS, RESOURCE_TYPE_OPTIONS, SELECTION_OPTIONS } from '../option-table/selection-options.js';
import { inSession } from './in-session.js';

const NO_STATIC_PAGE = {
  message: 'dvt writes no static_index.html: that page is a part of dbt.',
  hint: 'Leave --static out. manifest.json and catalog.json are those that the page shows.',
};

const NO_PAGES = {
  code: 'DVT1040',
  message: 'dvt has no pages of documentation to serve: they are a part of dbt.',
  hint: '`dvt docs generate` writes manifest.json and catalog.json, which those pages and other tools show.',
};

const SERVE_OPTIONS: readonly OptionSpec[] = [
  { key: null, flags: '--host <host>', description: '', kind: 'text' },
  { key: null, flags: '--port <port>', description: '', kind: 'text' },
  { key: null, flags: '--browser', description: '', kind: 'flag' },
  { key: null, flags: '--no-browser', description: '', kind: 'flag' },
];

/** Commands that read the project and its databases, and change neither. */
export const READ_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'source freshness',
    aliases: ['snapshot-freshness'],
    description: 'say how old the newest rows of the sources are',
    options: [
      ...SELECTION_OPTIONS,
      { key: 'output', flags: '-o, --output <file>', description: 'where sources.json goes', kind: 'text' },
    ],
    examples: ['dvt source freshness', 'dvt source freshness --select source:shop'],
    run: inSession(async () => (await import('../commands/source-freshness.js')).sourceFreshnessCommand),
  },
  {
    name: 'compile',
    description: "write the models' SQL to target/compiled without running it",
    options: [
      ...SELECTION_OPTIONS,
      ...FULL_REFRESH_OPTIONS,
      ...INPUT_OPTIONS,
      COMPUTE_OPTION,
      INLINE_OPTION,
      outputOption(['text', 'json']),
    ],
    printsResult: true,
    examples: [
      'dvt compile',
      'dvt compile --select orders',
      `dvt compile --inline "select * from {{ ref('orders') }}"`,
    ],
    run: inSession(async () => (await import('../commands/compile.js')).compileCommand),
  },
  {
    name: 'parse',
    description: 'read the project and write target/manifest.json',
    options: [],
    examples: ['dvt parse'],
    run: inSession(async () => (await import('../commands/parse.js')).parseCommand),
  },
  {
    name: 'show',
    description: 'compute a model or a query and print its first rows',
    options: [
      ...SELECTION_OPTIONS,
      ...FULL_REFRESH_OPTIONS,
      COMPUTE_OPTION,
      INLINE_OPTION,
      INLINE_DIRECT_OPTION,
      LIMIT_OPTION,
      outputOption(['table', 'json', 'csv'], ['text']),
    ],
    printsResult: true,
    examples: [
      'dvt show --select orders --limit 10',
      `dvt show --inline "select * from {{ ref('orders') }}" --output csv`,
    ],
    run: inSession(async () => (await import('../commands/show.js')).showCommand),
  },
  {
    name: 'ls',
    aliases: ['list'],
    description: 'list nodes, sources, tests, exposures',
    options: [
      ...LISTING_OPTIONS,
      ...RESOURCE_TYPE_OPTIONS,
      outputOption(['selector', 'name', 'path', 'json']),
      { key: 'outputKeys', flags: '--output-keys <keys...>', description: 'fields of --output json', kind: 'list' },
    ],
    printsResult: true,
    examples: ['dvt ls', 'dvt ls --select +orders --output path', 'dvt ls --output json --output-keys name route'],
    run: inSession(async () => (await import('../commands/ls.js')).lsCommand),
  },
  {
    name: 'plan',
    description: 'show what a run would fetch, where it would compute and what it would write',
    options: [
      ...SELECTION_OPTIONS,
      ...FULL_REFRESH_OPTIONS,
      ...RUN_OPTIONS,
      COMPUTE_OPTION,
      outputOption(['text', 'json', 'html']),
      { key: 'last', flags: '--last', description: 'what the last run fetched, beside its estimates', kind: 'flag' },
    ],
    printsResult: true,
    examples: ['dvt plan', 'dvt plan --select orders', 'dvt plan --output html', 'dvt plan --last'],
    run: inSession(async () => (await import('../commands/plan.js')).planCommand),
  },
  {
    name: 'docs generate',
    description: 'write catalog.json, what the databases hold, beside manifest.json',
    options: [
      ...SELECTION_OPTIONS,
      COMPUTE_OPTION,
      { key: 'compileDocs', flags: '--compile', description: '', kind: 'flag', hidden: true },
      { key: 'compileDocs', flags: '--no-compile', description: 'leave the SQL of the models away', kind: 'off' },
      { key: 'emptyCatalog', flags: '--empty-catalog', description: 'ask no database', kind: 'flag' },
      { key: null, flags: '--static', description: '', kind: 'flag', hidden: true, refused: NO_STATIC_PAGE },
    ],
    examples: ['dvt docs generate', 'dvt docs generate --select orders --no-compile'],
    run: inSession(async () => (await import('../commands/docs-generate.js')).docsGenerateCommand),
  },
  {
    name: 'docs serve',
    description: '',
    options: SERVE_OPTIONS,
    examples: [],
    hidden: true,
    run: async () => {
      throw new DvtError(NO_PAGES);
    },
  },
];
