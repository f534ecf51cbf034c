import { isInteger } from '../../core/integer-type.js';
import type { ColumnType } from '../../spi/column-type.js';
import type { Dialect } from '../../spi/dialect.js';
import type { ScanColumn } from '../../spi/scan.js';

/** A value of each type whose keys can be sent; floating point is not among them, since its text need not read back the same. */
const SAMPLES: Readonly<Partial<Record<ColumnType['kind'], string>>> = {
  decimal: '1',
  date: '2000-02-01',
  timestamp: '2000-02-01 10:00:00',
  timestamptz: '2000-02-01 10:00:00+00',
  uuid: '00000000-0000-4000-8000-000000000000',
  varchar: 'a',
};

/** Why a column's values cannot be asked for by keys that another one has; null = they can. */
export function refusedKeys(target: ScanColumn, source: ScanColumn, dialect: Dialect): string | null {
  const { type } = target;
  const integers = isInteger(type) && isInteger(source.type);
  if (!integers && JSON.stringify(sorted(type)) !== JSON.stringify(sorted(source.type))) return 'the types differ';
  const value = isInteger(type) ? '1' : SAMPLES[type.kind];
  if (value === undefined) return `keys of type ${type.kind} are not sent`;
  const answer = dialect.pushdown({
    form: 'in',
    type: { kind: 'boolean' },
    operands: [
      { form: 'column', column: target, type },
      { form: 'literal', type, value },
      { form: 'literal', type, value },
    ],
  });
  return answer.class === 'local' ? answer.reason : null;
}

function sorted(type: ColumnType): unknown {
  return Object.entries(type).sort(([a], [b]) => (a < b ? -1 : 1));
}
