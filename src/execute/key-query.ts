import type { KeyMembership, KeySource, PlannedScan } from '../spi/plan.js';

/**
 * The engine's query for the distinct keys of a test, `most` at most, over a node's relations by their federated names: one
 * JSON list of texts, which comes over several times faster than as many rows; NULL where there are none. NULLs are not
 * among the keys.
 */
export function keysSql(test: KeyMembership, scans: readonly PlannedScan[], most: number): string {
  return `select to_json(list(k))::varchar from (select distinct k::varchar as k from (${union(test, scans)}) keys limit ${most}) keys`;
}

/** The query for the least and the greatest key. */
export function rangeSql(test: KeyMembership, scans: readonly PlannedScan[]): string {
  return `select min(k)::varchar, max(k)::varchar from (${union(test, scans)}) keys`;
}

/** Positions of the scans that a test reads. */
export function scansRead(test: KeyMembership): Set<number> {
  return new Set(test.sources.flatMap(({ scan, tests }) => [scan, ...tests.flatMap((one) => [...scansRead(one)])]));
}

function union({ sources }: KeyMembership, scans: readonly PlannedScan[]): string {
  return sources.map((source) => sourceSql(source, scans)).join(' union all ');
}

function sourceSql({ scan, column, filters, tests }: KeySource, scans: readonly PlannedScan[]): string {
  const { input, columns } = scans[scan]!;
  const { catalog, schema, identifier } = input.federated;
  const key = quoted(columns[column]!.name);
  const conditions = [
    `${key} is not null`,
    ...filters.map((filter) => `(${filter})`),
    ...tests.map((test) => {
      const tested = quoted(columns[test.column]!.name);
      const member = `${tested} in (${union(test, scans)})`;
      return test.keepsNull ? `(${member} or ${tested} is null)` : member;
    }),
  ];
  const from = [catalog, schema, identifier].map(quoted).join('.');
  return `select ${key} as k from ${from} where ${conditions.join(' and ')}`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
