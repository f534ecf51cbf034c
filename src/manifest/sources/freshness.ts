import type { Freshness, FreshnessAge } from '../../spi/node.js';
import type { ReportConfig } from '../configs/declared-config.js';
import { show } from '../configs/values.js';
import { isMapping } from '../properties/property-reader.js';

const PERIODS = ['minute', 'hour', 'day'] as const;

/** `freshness:` of a source's table after all its layers; null where nothing is asked for. */
export function freshnessOf(value: unknown, report: ReportConfig): Freshness | null {
  if (value === undefined || value === null) return null;
  if (!isMapping(value)) {
    report(
      'freshness',
      'DVT1206',
      `\`freshness\` is ${show(value)}, expected a mapping with \`warn_after\` or \`error_after\`.`,
    );
    return null;
  }
  const warnAfter = ageOf(value['warn_after'], 'warn_after', report);
  const errorAfter = ageOf(value['error_after'], 'error_after', report);
  if (warnAfter === null && errorAfter === null) return null;
  const filter = value['filter'];
  return { warnAfter, errorAfter, filter: typeof filter === 'string' ? filter : null };
}

function ageOf(value: unknown, key: string, report: ReportConfig): FreshnessAge | null {
  if (value === undefined || value === null) return null;
  const { count, period } = isMapping(value) ? value : {};
  if ((count ?? null) === null && (period ?? null) === null && isMapping(value)) return null;
  const known = PERIODS.find((name) => name === period);
  if (typeof count === 'number' && Number.isInteger(count) && count >= 0 && known !== undefined) {
    return { count, period: known };
  }
  const message = `\`freshness.${key}\` is ${show(value)}, expected a whole \`count\` and a \`period\`.`;
  report('freshness', 'DVT1206', message, `For example {count: 12, period: hour}; periods are ${PERIODS.join(', ')}.`);
  return null;
}

/** A `freshness:` as dbt's artifacts have it, with null for what it does not say; null itself is one that is switched off. */
export function completeFreshness(freshness: unknown): unknown {
  if (!isMapping(freshness)) return freshness ?? null;
  const age = (value: unknown) => {
    if (value === null) return null;
    const { count = null, period = null } = isMapping(value) ? value : {};
    return { count, period };
  };
  const { warn_after: warnAfter, error_after: errorAfter, filter = null } = freshness;
  return { warn_after: age(warnAfter), error_after: age(errorAfter), filter };
}
