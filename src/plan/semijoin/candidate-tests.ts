import { lookupSeconds, scanSeconds, sendSeconds } from '../../core/fetch-cost.js';
import { isInteger } from '../../core/integer-type.js';
import type { KeyMembership, KeySource, KeyTest } from '../../spi/plan.js';
import type { PlanEdges } from './find-edges.js';
import type { JoinEdge } from './join-edges.js';
import { expectedDomain, expectedKeys } from './key-estimate.js';
import type { ReducibleScan } from './reducible-scan.js';
import { refusedKeys } from './same-keys.js';

/** A key on its way to the source and in its list, in each of two splits. */
export const KEY_SECONDS = 2e-6;
/** A row that the source looks up in the list. */
const LOOKUP_SECONDS = 6e-8;
/** A test must save at least this part of what is sent. */
const WORTHWHILE = 0.2;
/** Tests by tests by tests: what a fourth one would leave out is little. */
const DEPTH = 3;

export interface Candidate {
  readonly edge: JoinEdge;
  readonly test: KeyTest;
  /** an index of the source finds the rows of a key */
  readonly indexed: boolean;
  /** scans that must be there before */
  readonly after: ReadonlySet<number>;
}

export interface Refused {
  readonly edge: JoinEdge;
  readonly reason: string;
}

/** What can reduce the scans of one query, given which of them are fetched before. */
export class CandidateTests {
  readonly #scans: readonly ReducibleScan[];
  readonly #edges: PlanEdges;
  readonly #scanOf: readonly (number | null)[];

  constructor(scans: readonly ReducibleScan[], edges: PlanEdges) {
    this.#scans = scans;
    this.#edges = edges;
    this.#scanOf = edges.places.map((_, place) => {
      const index = scans.findIndex((scan) => scan.places.includes(place));
      return index < 0 ? null : index;
    });
  }

  /** Tests for one place of a scan by those fetched before, and the edges that give none. */
  forPlace(target: number, place: number, before: ReadonlySet<number>): (Candidate | Refused)[] {
    const scan = this.#scans[target]!;
    return this.#edgesInto(place, before).map((edge) => {
      const { column } = edge.target;
      const membership = this.#membership(edge, before, new Set([place]), DEPTH);
      const refusal = this.#refusal(scan, edge);
      if (refusal !== null) return { edge, reason: refusal };
      const domain = this.#domain(scan, edge);
      const keys = Math.min(membership.keys, domain);
      const indexed = isIndexed(scan, column);
      const maxKeys = Math.floor(Math.min(scan.dialect.maxKeys ?? 0, breakEven(scan, domain, indexed)));
      const share = keys / domain;
      if (keys > maxKeys) return { edge, reason: `${inWords(keys)} of about ${inWords(domain)} keys expected` };
      const test: KeyTest = { ...membership.test, column, maxKeys, estimate: { keys: Math.ceil(keys), share } };
      return { edge, test, indexed, after: scansOf(test) };
    });
  }

  /** Legal edges into a place by relations that are fetched before; of several to one column by the same relations, one. */
  #edgesInto(place: number, before: ReadonlySet<number>): JoinEdge[] {
    const own = this.#scanOf[place];
    const found = new Map<string, JoinEdge>();
    for (const edge of this.#edges.edges) {
      if (edge.target.place !== place) continue;
      const scans = edge.sources.map((source) => this.#scanOf[source.place] ?? null);
      if (!scans.every((scan) => scan !== null && scan !== own && before.has(scan))) continue;
      const key = JSON.stringify([edge.target.column, edge.sources]);
      const known = found.get(key);
      // The stricter of two.
      if (known === undefined || (known.keepsNull && !edge.keepsNull)) found.set(key, edge);
    }
    return [...found.values()];
  }

  #membership(
    edge: JoinEdge,
    before: ReadonlySet<number>,
    around: ReadonlySet<number>,
    depth: number,
  ): { readonly test: KeyMembership; readonly keys: number } {
    let keys = 0;
    const sources = edge.sources.map((source): KeySource => {
      const index = this.#scanOf[source.place]!;
      const scan = this.#scans[index]!;
      const further =
        depth === 0 ? [] : this.#nested(source.place, before, new Set([...around, source.place]), depth - 1);
      keys += expectedKeys(
        scan,
        source.column,
        further.reduce((share, one) => share * one.share, 1),
      );
      return { scan: index, column: source.column, filters: scan.filters, tests: further.map(({ test }) => test) };
    });
    const nullable = this.#targetColumn(edge)?.nullable !== false;
    return { test: { column: edge.target.column, keepsNull: edge.keepsNull && nullable, sources }, keys };
  }

  /** Tests of the rows that keys are taken from, as far as they leave some out. */
  #nested(place: number, before: ReadonlySet<number>, around: ReadonlySet<number>, depth: number) {
    const scan = this.#scans[this.#scanOf[place]!]!;
    return this.#edgesInto(place, before)
      .filter((edge) => edge.sources.every((source) => !around.has(source.place)))
      .filter((edge) => sameInEngine(scan, edge, this.#scans, this.#scanOf))
      .map((edge) => {
        const { test, keys } = this.#membership(edge, before, around, depth);
        return { test, share: Math.min(1, keys / this.#domain(scan, edge)) };
      })
      .filter(({ share }) => share < 1 - WORTHWHILE);
  }

  #domain(scan: ReducibleScan, edge: JoinEdge): number {
    const sources = edge.sources.map(({ place, column }) => ({ scan: this.#scans[this.#scanOf[place]!]!, column }));
    return expectedDomain(scan, edge.target.column, sources);
  }

  #targetColumn(edge: JoinEdge) {
    return this.#scans[this.#scanOf[edge.target.place]!]?.scan.columns[edge.target.column]?.scan;
  }

  #refusal({ scan, dialect }: ReducibleScan, edge: JoinEdge): string | null {
    if (dialect.maxKeys === undefined) return 'the engine reads it itself';
    if (scan.relation.block !== undefined) return 'it is the result of a query';
    for (const { place, column } of edge.sources) {
      const source = this.#scans[this.#scanOf[place]!]!.scan.columns[column]!.scan;
      const refused = refusedKeys(scan.columns[edge.target.column]!.scan, source, dialect);
      if (refused !== null) return refused;
    }
    return null;
  }
}

/** Positions of all scans that a test reads. */
function scansOf(test: KeyMembership): Set<number> {
  return new Set(test.sources.flatMap((source) => [source.scan, ...source.tests.flatMap((one) => [...scansOf(one)])]));
}

/** Whether the column is the first one of a key of the table. */
function isIndexed({ scan }: ReducibleScan, column: number): boolean {
  const { name } = scan.columns[column]!.scan;
  return scan.relation.keys?.some(([first]) => first === name) === true;
}

/** Keys above which sending and looking up costs more than what is left out saves: rows, and reading the table through. */
function breakEven({ rows, tableRows, rowBytes, slowness }: ReducibleScan, domain: number, indexed: boolean): number {
  const send = sendSeconds(rows, rowBytes, slowness);
  const reading = ((1 - WORTHWHILE) * send - rows * LOOKUP_SECONDS) / (KEY_SECONDS + send / domain);
  if (!indexed) return Math.max(0, reading);
  const saved = (1 - WORTHWHILE) * (send + scanSeconds(tableRows));
  return Math.max(0, reading, saved / (KEY_SECONDS + lookupSeconds(1) + send / domain));
}

function sameInEngine(
  target: ReducibleScan,
  edge: JoinEdge,
  scans: readonly ReducibleScan[],
  scanOf: readonly (number | null)[],
): boolean {
  const typeOf = (scan: ReducibleScan, column: number) => scan.scan.columns[column]!.scan.type;
  const own = typeOf(target, edge.target.column);
  return edge.sources.every(({ place, column }) => {
    const other = typeOf(scans[scanOf[place]!]!, column);
    return JSON.stringify(own) === JSON.stringify(other) || (isInteger(own) && isInteger(other));
  });
}

function inWords(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}
