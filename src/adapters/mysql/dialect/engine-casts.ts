import { nestedAsJson } from '../../../core/nested-json.js';
import type { ColumnType, ResultColumn } from '../../../spi/column-type.js';

/** Types of the engine that DuckDB itself turns into one that MySQL has, losing nothing. */
interface EngineCast {
  readonly matches: (type: ColumnType) => boolean;
  readonly columnType: string;
  /** of the quoted column, in the engine's SQL */
  readonly expression: (column: string, result: ResultColumn) => string;
}

const named = (name: RegExp) => (type: ColumnType) => type.kind === 'other' && name.test(type.name);
const asText = (column: string) => `${column}::varchar`;
const asJson = (column: string, { name, type }: ResultColumn) => nestedAsJson(column, name, type);

const CASTS: readonly EngineCast[] = [
  { matches: ({ kind }) => kind === 'list' || kind === 'struct', columnType: 'json', expression: asJson },
  { matches: named(/^(MAP|UNION)\b|\]$/i), columnType: 'json', expression: asJson },
  // `select null`
  { matches: named(/^("NULL"|ENUM\b)/i), columnType: 'longtext', expression: asText },
  {
    matches: named(/^TIMESTAMP_(S|MS)$/i),
    columnType: 'datetime(6)',
    expression: (column) => `${column}::timestamp`,
  },
];

/** How the engine converts a type before it is loaded; null = not needed, or not possible. */
export function engineCast(type: ColumnType): EngineCast | null {
  return CASTS.find(({ matches }) => matches(type)) ?? null;
}
