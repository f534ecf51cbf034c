import type { ExpressionTree, LogicalOperator, QueryAnalyzer } from '../../spi/engine.js';
import type { PlannedScan } from '../../spi/plan.js';
import type { Local, Pushed } from '../../spi/predicate.js';
import { candidates } from './candidates.js';
import { columnsIn } from './columns-in.js';
import { type StubPlace, stubPlaces } from './places.js';

/** Columns that only conditions look at which the source checks as well, and that have conditions in common. */
interface Group {
  readonly columns: readonly number[];
  readonly conditions: readonly ExpressionTree[];
}

/** More columns under one condition have too many combinations of constants. */
const MOST_COLUMNS = 3;

interface Request {
  readonly scan: PlannedScan;
  /** of its stub */
  readonly token: string;
  /** the query's plan; null = not known */
  readonly logical: LogicalOperator | null;
  /** what the source makes of a condition */
  readonly push: (condition: ExpressionTree) => Pushed | Local;
  readonly analyzer: QueryAnalyzer;
}

/**
 * Leaves columns out of a scan that the query only compares, by conditions that the source checks exactly: every row that is
 * fetched meets them, and a constant that meets them too stands for the column. The query needs no row but those, and does
 * not look at the column for anything else, so that its result is the same.
 */
export async function withStandIns(request: Request): Promise<PlannedScan> {
  const { scan, token, logical } = request;
  if (scan.predicate === null || logical === null) return scan;
  const standIns = new Map<number, string>();
  for (const group of onlyCompared(request, stubPlaces(logical, token))) {
    for (const [column, value] of await constantsFor(group, request)) standIns.set(column, value);
  }
  if (standIns.size === 0) return scan;
  const columns = scan.columns.map((column, index) => {
    const standIn = standIns.get(index);
    return standIn === undefined ? column : { ...column, fetched: false, standIn };
  });
  return { ...scan, columns };
}

function onlyCompared({ scan, token, push }: Request, places: readonly StubPlace[]): Group[] {
  const [first] = places;
  // Elsewhere, rows are read that need not meet the same conditions.
  if (first === undefined || new Set(places.map(({ conditions }) => JSON.stringify(conditions))).size > 1) return [];
  const needed = new Set(places.flatMap(({ lookedAt }) => [...lookedAt]));
  const sent = new Set(scan.pushed.map(({ sql }) => sql));
  const checked: Group[] = [];
  for (const condition of first.conditions) {
    const columns = columnsIn(condition, token);
    // It may compare any of them.
    if (columns === null) return [];
    const pushed = push(condition);
    // Else the source leaves other rows out than the condition does.
    if (pushed.class === 'exact' && pushed.guarded !== true && sent.has(pushed.sql)) {
      checked.push({ columns: [...columns], conditions: [condition] });
    } else for (const column of columns) needed.add(column);
  }
  return grouped(checked).filter(
    ({ columns }) =>
      columns.length > 0 &&
      columns.length <= MOST_COLUMNS &&
      columns.every((column) => !needed.has(column) && scan.columns[column]?.fetched),
  );
}

/** Conditions that share columns, joined; those of a group must be met together. */
function grouped(checked: readonly Group[]): Group[] {
  let groups: readonly Group[] = [];
  for (const one of checked) {
    const touching = groups.filter((group) => group.columns.some((column) => one.columns.includes(column)));
    const all = [...touching, one];
    groups = [
      ...groups.filter((group) => !touching.includes(group)),
      {
        columns: [...new Set(all.flatMap(({ columns }) => columns))],
        conditions: all.flatMap(({ conditions }) => conditions),
      },
    ];
  }
  return [...groups];
}

/** A constant for each column of a group, such that all of its conditions are true; empty where none is found. */
async function constantsFor(
  { columns, conditions }: Group,
  { scan, token, analyzer }: Request,
): Promise<Map<number, string>> {
  const tried = columns.map((column) => candidates(scan.columns[column]!.scan.type, conditions));
  if (tried.includes(null)) return new Map();
  const values = columns.map(
    (column, index) => `(select unnest([${tried[index]!.values.join(', ')}]) as ${token}_${column}) as c${column}`,
  );
  const texts = columns.map((column) => `${token}_${column}::varchar`);
  const row = await analyzer.firstRow(`select ${texts.join(', ')} from ${values.join(', ')} where true`, conditions);
  if (row === null) return new Map();
  return new Map(columns.map((column, index) => [column, tried[index]!.constant(row[index] ?? null)]));
}
