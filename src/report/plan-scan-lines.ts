import { dottedName } from '../core/dotted-name.js';
import { withoutStandIns } from '../core/stand-ins.js';
import type { KeyMembership, PlannedScan } from '../spi/plan.js';
import type { Style } from './style.js';
import { bytesText, countOf } from './units.js';

const COLUMNS_SHOWN = 8;
/** Why a shared extraction leaves out less than one model could do without. */
const NEEDED_BY_OTHERS = '(others need the rest)';

/** One extraction that serves several models. */
export interface SharedExtraction {
  /** the rows and columns that any of them needs */
  readonly scan: PlannedScan;
  /** their names */
  readonly models: readonly string[];
}

/** A scan, and what is told of it. */
interface ScanFacts {
  readonly scan: PlannedScan;
  /** all of its model */
  readonly scans: readonly PlannedScan[];
  /** what is sent; null = the engine reads the relation itself */
  readonly sql: string | null;
  /** with whom; null = with nobody */
  readonly shared: SharedExtraction | null;
}

/**
 * One relation of a plan: how much of it is fetched, what the source filters, what stays in the engine and why, with whom it is
 * shared, and the statement that is sent, to which the keys are added when they are known.
 */
export function scanLines({ scan, scans, sql, shared }: ScanFacts, style: Style): string[] {
  const { input, relation } = scan;
  const name = relation.block === undefined ? dottedName(input.name) : 'the result of the block';
  const head = `fetch ${style.bold(`${input.connection}: ${name}`)}`;
  if (!scan.read) return [`${head} ${style.dim('nothing: the query needs no row of it')}`];
  const fetches = shared === null || shared.scan.predicate === scan.predicate ? scan : withoutStandIns(scan);
  return [
    `${head}  ${estimateText(scan)}`,
    `  columns    ${columnsText(fetches)}`,
    ...comparedLines(fetches).map((line) => `  ${style.green('compared')}   ${line}`),
    ...scan.pushed.map(({ sql: condition, class: kind }) =>
      shared?.scan.predicate === null
        ? `  ${style.yellow('all rows')}   ${condition} ${style.dim(NEEDED_BY_OTHERS)}`
        : `  ${style.green('pushed')}     ${condition} ${style.dim(`(${kind})`)}`,
    ),
    ...scan.local.map(({ filter, reason }) => `  ${style.yellow('local')}      ${filter} ${style.dim(`(${reason})`)}`),
    ...keyLines(scan, scans).map((line) =>
      shared === null
        ? `  ${style.green('keys')}       ${line}`
        : `  ${style.yellow('all keys')}   ${line} ${style.dim(NEEDED_BY_OTHERS)}`,
    ),
    ...scan.unreduced.map(({ by, reason }) => `  ${style.yellow('all keys')}   ${by} ${style.dim(`(${reason})`)}`),
    ...(shared === null ? [] : [`  ${style.green('shared')}     ${sharedText(shared)}`]),
    ...sentLines(sql).map((line, i) => `  ${style.dim(i === 0 ? 'sent' : '    ')}       ${style.dim(line)}`),
  ];
}

function sharedText({ scan, models }: SharedExtraction): string {
  const columns = scan.columns.filter(({ fetched }) => fetched).length;
  return `with: ${models.join(', ')} (fetched once, ${columns} of ${scan.columns.length} columns, ${estimateText(scan)})`;
}

function sentLines(sql: string | null): string[] {
  return sql === null ? ['nothing: the engine reads it itself'] : sql.split('\n');
}

/** What is fetched before, and which keys of it narrow this scan. */
function keyLines({ columns, reduction }: PlannedScan, scans: readonly PlannedScan[]): string[] {
  const places = reduction?.places ?? [];
  return places.flatMap((tests, place) =>
    tests.map((test) => {
      const expected = `about ${countOf(test.estimate.keys, 'key')}, given up above ${countOf(test.maxKeys, 'key')}`;
      const which = places.length > 1 ? `, read ${place + 1} of ${places.length}` : '';
      return `${columns[test.column]!.name} in ${sourcesText(test, scans)} (${expected}${which})`;
    }),
  );
}

function sourcesText({ sources }: KeyMembership, scans: readonly PlannedScan[]): string {
  return sources
    .map(({ scan, column, tests }) => {
      const { input, columns } = scans[scan]!;
      const by = tests.map((test) => ` where ${columns[test.column]!.name} in ${sourcesText(test, scans)}`);
      return `${input.federated.identifier}.${columns[column]!.name}${by.join(' and')}`;
    })
    .join(' or ');
}

function estimateText({ estimate }: PlannedScan): string {
  const { rows, bytes, unfilteredBytes } = estimate;
  if (rows === null && bytes === null) return 'size unknown';
  const parts = [rows === null ? null : `about ${countOf(rows, 'row')}`];
  if (bytes !== null) {
    parts.push(
      unfilteredBytes === null || unfilteredBytes === bytes
        ? bytesText(bytes)
        : `${bytesText(bytes)} of ${bytesText(unfilteredBytes)}`,
    );
  }
  return parts.filter((part) => part !== null).join(', ');
}

/** Columns that only the source needs. */
function comparedLines({ columns }: PlannedScan): string[] {
  const compared = columns.filter(({ standIn }) => standIn !== undefined).map(({ name }) => name);
  return compared.length === 0 ? [] : [`${compared.join(', ')} (there only, and not fetched)`];
}

function columnsText({ columns }: PlannedScan): string {
  const fetched = columns.filter((column) => column.fetched).map(({ name }) => name);
  if (fetched.length === 0) return `0 of ${columns.length} (rows are counted only)`;
  const shown = fetched.slice(0, COLUMNS_SHOWN).join(', ');
  const more = fetched.length > COLUMNS_SHOWN ? ', ...' : '';
  return `${fetched.length} of ${columns.length}: ${shown}${more}`;
}
