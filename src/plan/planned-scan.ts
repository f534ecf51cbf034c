import { DvtError } from '../core/errors.js';
import type { Dialect } from '../spi/dialect.js';
import type { ExpressionTree } from '../spi/engine.js';
import type { PlannedScan, PushedCondition } from '../spi/plan.js';
import type { Local } from '../spi/predicate.js';
import { type DescribedInput, spelled } from './described-inputs.js';
import { estimateBytes } from './estimate.js';
import { mentionedColumns, type StubScan } from './plan-scans.js';
import { pushFilter } from './push-filter.js';
import type { SourceColumn } from './source-columns.js';

/** A filter as the plan printed it, beside its tree; null = no parser can read it. */
export type ParsedFilters = ReadonlyMap<string, ExpressionTree | null>;

interface ScanToPlan {
  readonly described: DescribedInput;
  readonly token: string;
  readonly columns: readonly SourceColumn[];
  /** every scan of this relation in the query's plan; none = the query provably needs no row of it */
  readonly scans: readonly StubScan[];
  readonly parsed: ParsedFilters;
  readonly dialect: Dialect;
}

/** A condition that the rows of one scan must meet, and what its source makes of it. */
interface JudgedCondition {
  readonly text: string;
  readonly answer: PushedCondition | Local;
}

/** What is fetched of one relation: the union of its scans' columns, and the rows that any of them needs. */
export function plannedScan(request: ScanToPlan): PlannedScan {
  const { described, columns, scans } = request;
  const fetched = new Set(scans.flatMap((scan) => [...mentionedColumns(scan)]));
  for (const index of fetched) {
    refuseClash(described, columns[index]!);
    refuseUnreadable(described, columns[index]!);
  }
  const conditions = scans.map((scan) => cheapFirst(judgedConditions(request, scan)));
  const predicates = conditions.map(predicateOf);
  const everyRow = predicates.includes(null);
  const distinct = [...new Set(predicates)];
  const types = columns.filter((_, index) => fetched.has(index)).map((column) => column.scan.type);
  const allTypes = columns.map((column) => column.scan.type);
  const predicate = everyRow || distinct.length === 0 ? null : distinct.length === 1 ? distinct[0]! : anyOf(distinct);
  const pushed = conditions.flat().flatMap(({ answer }) => (answer.class === 'local' ? [] : [answer]));
  const local = conditions
    .flat()
    .flatMap(({ text, answer }) =>
      answer.class === 'local' ? [{ filter: readable(request, text), reason: answer.reason }] : [],
    );
  return {
    input: described.input,
    relation: described.relation,
    read: scans.length > 0,
    columns: columns.map((column, index) => ({ name: column.name, scan: column.scan, fetched: fetched.has(index) })),
    predicate,
    pushed: everyRow ? [] : unique(pushed),
    local,
    reduction: null,
    unreduced: [],
    estimate: {
      tableRows: described.relation.statistics.rows,
      filteredRows: described.relation.statistics.rows,
      rows: described.relation.statistics.rows,
      bytes: estimateBytes(described.relation, types),
      unfilteredBytes: estimateBytes(described.relation, allTypes),
      sourceSeconds: null,
      slowness: 1,
      basis: 'statistics',
    },
  };
}

/** Those that are sent in the order in which the source had best check them. */
function cheapFirst(conditions: readonly JudgedCondition[]): readonly JudgedCondition[] {
  const rank = ({ answer }: JudgedCondition) => (answer.class === 'local' ? 0 : answer.rank);
  return conditions.toSorted((a, b) => rank(a) - rank(b));
}

/** The source's predicate for one scan; null = every row. */
function predicateOf(conditions: readonly JudgedCondition[]): string | null {
  const parts = conditions.flatMap(({ answer }) => (answer.class === 'local' ? [] : [answer.sql]));
  const distinct = [...new Set(parts)];
  return distinct.length === 0 ? null : distinct.join(' and ');
}

/** A scan's conditions: those above it read from the plan by position, where that could be done. */
function judgedConditions(request: ScanToPlan, { filters, above, bound, implied }: StubScan): JudgedCondition[] {
  const push = (tree: ExpressionTree) => pushFilter(tree, (one) => columnOf(request, one), request.dialect);
  const judged = (text: string, tree: ExpressionTree | null): JudgedCondition => ({
    text,
    answer:
      tree === null
        ? { class: 'local', reason: 'printed by the optimizer in a form that cannot be read back' }
        : push(tree),
  });
  const printed = bound === undefined ? filters : filters.filter((filter) => !above.includes(filter));
  const all = above.join(' AND ');
  return [
    ...printed.map((text) => judged(text, request.parsed.get(text) ?? null)),
    ...(bound ?? []).map((tree, index) => judged(bound?.length === above.length ? above[index]! : all, tree)),
    // What they follow from is checked above the join whether they are sent or not.
    ...(implied ?? [])
      .map(push)
      .flatMap((answer): JudgedCondition[] =>
        answer.class === 'local' ? [] : [{ text: '', answer: { ...answer, class: 'superset' } }],
      ),
  ];
}

function columnOf({ token, columns }: ScanToPlan, expression: ExpressionTree) {
  return columnOfStub(token, columns, expression);
}

/** The column of a stub that an expression names, or null. */
export function columnOfStub(token: string, columns: readonly SourceColumn[], expression: ExpressionTree) {
  if (expression.class !== 'COLUMN_REF') return null;
  const names = expression['column_names'] as readonly string[];
  const prefix = `${token}_`;
  const [name] = names;
  if (names.length !== 1 || name === undefined || !name.startsWith(prefix)) return null;
  return columns[Number(name.slice(prefix.length))]?.scan ?? null;
}

/** A filter's text with the columns' own names, for `dvt plan`. */
function readable(request: ScanToPlan, filter: string): string {
  return filter.replace(new RegExp(`\\b${request.token}_(\\d+)\\b`, 'g'), (token, index) => {
    return request.columns[Number(index)]?.name ?? token;
  });
}

/** Other models that fetch the relation must not fail for it. */
function refuseUnreadable({ input }: DescribedInput, { name, scan }: SourceColumn): void {
  if (scan.readable !== false) return;
  throw new DvtError({
    code: 'DVT4006',
    message: `Connection ${input.connection}: the user may not read the column ${name} of ${spelled(input)}`,
    hint: `Grant select on it to the user of the profile, or name the columns that the model needs in place of *.`,
  });
}

function refuseClash(described: DescribedInput, column: SourceColumn): void {
  if (column.clash === null) return;
  throw new DvtError({
    code: 'DVT3003',
    message: `${spelled(described.input)} has the columns "${column.scan.name}" and "${column.clash}", and the engine compares names without case.`,
    hint: `Give one of them another name in the source's YAML: columns: - {name: "${column.clash}", as: ${column.clash.toLowerCase()}_2}`,
    ...(described.input.node.kind === 'source' ? { location: described.input.node.location } : {}),
  });
}

function anyOf(predicates: readonly (string | null)[]): string {
  return predicates.map((predicate) => `(${predicate})`).join(' or ');
}

function unique(pushed: readonly PushedCondition[]): PushedCondition[] {
  return [...new Map(pushed.map((part) => [part.sql, part])).values()];
}
