import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { CONNECTIONS, type Suite } from './suite.js';
import type { Compared } from './three-ways.js';

/** What models came to, of one run or of several. */
export interface Counts {
  models: number;
  /** DuckDB itself refused them */
  refused: number;
  different: number;
  withRows: number;
  /** models by `form on connection` that a source was asked for, and by `block: ...` and `keys: ...` */
  readonly asked: Record<string, number>;
}

export const BLOCK_KINDS = ['aggregation', 'partial aggregation', 'limit', 'exists'];

export function noCounts(): Counts {
  return { models: 0, refused: 0, different: 0, withRows: 0, asked: {} };
}

export function count(counts: Counts, compared: Compared | null): void {
  counts.models++;
  if (compared === null) {
    counts.refused++;
    return;
  }
  if (compared.difference !== null) counts.different++;
  if (compared.rows > 0) counts.withRows++;
  for (const one of compared.asked) counts.asked[one] = (counts.asked[one] ?? 0) + 1;
}

/** The counts with those that earlier runs left in a file, which has them all afterwards. */
export function addedUp(counts: Counts, file: string): Counts {
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Counts) : noCounts();
  const asked = { ...before.asked };
  for (const [one, models] of Object.entries(counts.asked)) asked[one] = (asked[one] ?? 0) + models;
  const sum = {
    models: before.models + counts.models,
    refused: before.refused + counts.refused,
    different: before.different + counts.different,
    withRows: before.withRows + counts.withRows,
    asked,
  };
  writeFileSync(file, JSON.stringify(sum, null, 1));
  return sum;
}

/** Models that pushed each form on each adapter, as lines of a table; `-`: a form that the adapter never sends. */
export function table({ focuses }: Suite, { asked }: Counts): string {
  const forms = [...new Set(focuses.map(({ form }) => form))];
  const known = new Set(focuses.map(({ form, connection }) => `${form} on ${connection}`));
  const others = ['keys: list', 'keys: range', ...BLOCK_KINDS.map((kind) => `block: ${kind}`)];
  const cell = (form: string, connection: string) => {
    const key = `${form} on ${connection}`;
    return asked[key] ?? (known.has(key) ? 0 : '-');
  };
  const row = (cells: readonly (string | number)[]) =>
    cells.map((one, index) => (index === 0 ? String(one).padEnd(28) : String(one).padStart(8))).join('');
  return [
    row(['models that pushed', ...CONNECTIONS]),
    ...[...forms, ...others].map((form) => row([form, ...CONNECTIONS.map((connection) => cell(form, connection))])),
  ].join('\n');
}

/** Forms of an adapter's whitelist that fewer than `least` models pushed there. */
export function rare({ focuses }: Suite, { asked }: Counts, least: number): string[] {
  const all = new Set(focuses.map(({ form, connection }) => `${form} on ${connection}`));
  return [...all].filter((key) => (asked[key] ?? 0) < least);
}
