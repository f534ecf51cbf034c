import { type Fetch, fetchSeconds, lookupSeconds, scanSeconds } from '../../core/fetch-cost.js';
import type { KeyTest, PlannedScan } from '../../spi/plan.js';
import { spelled } from '../described-inputs.js';
import { type Candidate, CandidateTests, KEY_SECONDS, type Refused } from './candidate-tests.js';
import type { PlanEdges } from './find-edges.js';
import type { ReducibleScan } from './reducible-scan.js';

/** Waiting must make the fetch this much sooner done, since all figures are rough. */
const SOONER = 0.9;

interface Reduced {
  readonly places: readonly (readonly KeyTest[])[] | null;
  /** part of the rows that is left */
  readonly share: number;
  /** seconds from the start until it is fetched */
  readonly ready: number;
  readonly refused: readonly Refused[];
}

/**
 * Decides what is fetched after what: time and again the scan that is there first, given what is there by then. A scan
 * waits for others only where their keys make up for it. Positions are those of the given list.
 */
export function chooseReductions(scans: readonly ReducibleScan[], edges: PlanEdges): PlannedScan[] {
  const candidates = new CandidateTests(scans, edges);
  const done = new Map<number, Reduced>();
  while (done.size < scans.length) {
    let first: { readonly index: number; readonly reduced: Reduced } | null = null;
    for (const index of scans.keys()) {
      if (done.has(index)) continue;
      const reduced = reduce(index, scans[index]!, candidates, done);
      if (first === null || reduced.ready < first.reduced.ready) first = { index, reduced };
    }
    done.set(first!.index, first!.reduced);
  }
  return scans.map(({ scan }, index) => withReduction(scan, done.get(index)!, scans));
}

function reduce(
  index: number,
  scan: ReducibleScan,
  candidates: CandidateTests,
  done: ReadonlyMap<number, Reduced>,
): Reduced {
  const alone = fetchSeconds(scan);
  const before = new Set(done.keys());
  const refused: Refused[] = [];
  const places: KeyTest[][] = [];
  let share = 0;
  let ready = 0;
  let finding = 0;
  for (const place of scan.places) {
    const found = candidates.forPlace(index, place, before);
    refused.push(...found.filter((one): one is Refused => 'reason' in one));
    const chosen = choose(
      scan,
      found.filter((one): one is Candidate => 'test' in one),
      done,
      refused,
    );
    places.push(chosen.tests);
    share += chosen.share;
    finding += chosen.finding;
    ready = Math.max(ready, chosen.wait);
  }
  const reducible = scan.places.length > 0 && places.every((tests) => tests.length > 0);
  share = Math.min(1, share);
  const keys = places.flat().reduce((sum, test) => sum + test.estimate.keys, 0);
  const narrow = ready + keys * KEY_SECONDS + fetchSeconds(narrowed(scan, share, finding));
  return reducible && narrow < alone * SOONER
    ? { places, share, ready: narrow, refused }
    : { places: null, share: 1, ready: alone, refused };
}

/** Adds test by test, those first that are there first, as long as each makes the scan come sooner. */
function choose(
  scan: ReducibleScan,
  found: readonly Candidate[],
  done: ReadonlyMap<number, Reduced>,
  refused: Refused[],
): { readonly tests: KeyTest[]; readonly share: number; readonly wait: number; readonly finding: number } {
  const waitOf = ({ after }: Candidate) => Math.max(...[...after].map((index) => done.get(index)!.ready));
  const tests: KeyTest[] = [];
  let share = 1;
  let wait = 0;
  let finding = scanSeconds(scan.tableRows);
  let seconds = fetchSeconds(scan);
  for (const candidate of [...found].sort(
    (a, b) => waitOf(a) - waitOf(b) || a.test.estimate.share - b.test.estimate.share,
  )) {
    const { test } = candidate;
    // Two tests of one column say much the same.
    if (tests.some((one) => one.column === test.column)) continue;
    const next = share * test.estimate.share;
    const later = Math.max(wait, waitOf(candidate));
    const lookup = candidate.indexed ? lookupSeconds(test.estimate.keys) : finding;
    const sooner = Math.min(finding, lookup);
    const keys = keysOf(tests) + test.estimate.keys;
    const total = later + keys * KEY_SECONDS + fetchSeconds(narrowed(scan, next, sooner));
    if (total < seconds * SOONER) {
      tests.push(test);
      [share, wait, seconds, finding] = [next, later, total, sooner];
    } else if (tests.length === 0 && test.estimate.share < SOONER) {
      refused.push({ edge: candidate.edge, reason: 'waiting for its keys takes longer than fetching all' });
    }
  }
  return { tests, share, wait, finding };
}

/** A share of the rows, which the source takes `finding` seconds to find. */
function narrowed(scan: ReducibleScan, share: number, finding: number): Fetch {
  return { ...scan, rows: scan.rows * share, sourceSeconds: Math.min(finding, scanSeconds(scan.tableRows)) };
}

function keysOf(tests: readonly KeyTest[]): number {
  return tests.reduce((sum, test) => sum + test.estimate.keys, 0);
}

function withReduction(
  scan: PlannedScan,
  { places, share, refused }: Reduced,
  scans: readonly ReducibleScan[],
): PlannedScan {
  const { rows, bytes } = scan.estimate;
  const nameOf = (place: number) => scans.find((one) => one.places.includes(place))?.scan;
  const unreduced = refused.map(({ edge, reason }) => {
    const column = scan.columns[edge.target.column]!.name;
    const by = edge.sources.map((source) => {
      const other = nameOf(source.place)!;
      return `${spelled(other.input)}.${other.columns[source.column]!.name}`;
    });
    return { by: `${column} in ${by.join(', ')}`, reason };
  });
  if (places === null) return { ...scan, unreduced: distinct(unreduced) };
  const part = (amount: number | null) => (amount === null ? null : Math.ceil(amount * share));
  return {
    ...scan,
    reduction: { places },
    unreduced: [],
    estimate: { ...scan.estimate, rows: part(rows), bytes: part(bytes) },
  };
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
