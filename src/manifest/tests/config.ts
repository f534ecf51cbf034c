import { nearest } from '../../core/nearest.js';
import type { Location } from '../../core/position.js';
import type { DeclaredConfig } from '../configs/declared-config.js';
import { show } from '../configs/values.js';
import type { PackageParsing } from '../nodes/package-parsing.js';
import type { ParsedBase } from '../nodes/parse-node.js';

const STORED_AS: Readonly<Record<string, boolean>> = { ephemeral: false, table: true, view: true };
const TEXTS = ['where', 'fail_calc', 'warn_if', 'error_if'];

/**
 * The configs of a test, checked. `store_failures` and `store_failures_as` are made to say the same, the latter being the
 * stronger, as dbt does it; `--store-failures` stands where neither is said.
 */
export function checkTestConfig(
  { config, name, location }: ParsedBase,
  { report, storeFailures }: Pick<PackageParsing, 'report' | 'storeFailures'>,
  placeOf: (key: string) => Location = () => location,
): DeclaredConfig {
  const raw: Record<string, unknown> = { ...config.raw };
  const wrong = (key: string, expected: string) => {
    const message = `The config \`${key}\` of the test ${name} is ${show(raw[key])}, expected ${expected}.`;
    const near = key === 'severity' ? nearest(String(raw[key]), ['warn', 'error']) : null;
    report.add({ code: 'DVT1206', message, location: placeOf(key), ...(near && { hint: `Did you mean '${near}'?` }) });
  };
  if (!/^(warn|error)$/i.test(String(raw['severity'] ?? 'error'))) wrong('severity', '`warn` or `error`');
  for (const key of TEXTS) {
    const value = raw[key];
    if (value !== null && value !== undefined && typeof value !== 'string') wrong(key, 'a text');
  }
  const { limit } = raw;
  if (limit !== null && limit !== undefined && !Number.isInteger(limit)) wrong('limit', 'a whole number');
  const storedAs = raw['store_failures_as'] ?? null;
  if (storedAs === null) {
    // What is configured is stronger than `--store-failures`, as in dbt.
    const stored = raw['store_failures'] ?? (storeFailures ? true : null);
    raw['store_failures'] = stored;
    if (stored !== null) raw['store_failures_as'] = stored === true ? 'table' : 'ephemeral';
  } else {
    if (typeof storedAs !== 'string' || !(storedAs in STORED_AS))
      wrong('store_failures_as', '`table`, `view` or `ephemeral`');
    raw['store_failures'] = STORED_AS[String(storedAs)] ?? true;
  }
  return { ...config, raw };
}

/** Whether a test keeps the rows that it finds. */
export function storesFailures(config: Pick<DeclaredConfig, 'raw'>): boolean {
  return config.raw['store_failures'] === true;
}
