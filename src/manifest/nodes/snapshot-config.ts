import type { Diagnostics } from '../../core/errors.js';
import { show } from '../configs/values.js';
import { isMapping } from '../properties/property-reader.js';
import type { ParsedBase } from './parse-node.js';

const META_COLUMNS = ['dbt_valid_from', 'dbt_valid_to', 'dbt_scd_id', 'dbt_updated_at', 'dbt_is_deleted'];
const HARD_DELETES = ['ignore', 'invalidate', 'new_record'];

/** Reports what is missing or wrong in the configs of a snapshot that is enabled. */
export function checkSnapshotConfig({ config, name, location }: ParsedBase, report: Diagnostics): void {
  if (!config.enabled) return;
  const { raw } = config;
  const add = (message: string, hint: string) =>
    report.add({ code: 'DVT1221', message: `The snapshot ${name} ${message}.`, location, hint });
  const { strategy, check_cols: checked, updated_at: updatedAt, hard_deletes: hardDeletes } = raw;
  const missing = ['strategy', 'unique_key'].filter((key) => raw[key] === null || raw[key] === '');
  if (missing.length > 0) {
    add(`has no ${missing.map((key) => `\`${key}\``).join(' and no ')}`, 'Set it in its config.');
  } else if (strategy === 'timestamp') {
    if (!updatedAt) add('has the strategy `timestamp`, but no `updated_at`', 'Name the column that tells of changes.');
  } else if (strategy === 'check' && checked !== 'all' && !(Array.isArray(checked) && checked.length > 0)) {
    add(
      `has the strategy \`check\`, and \`check_cols\` is ${show(checked)}`,
      "List the columns, or say check_cols='all'.",
    );
  }
  if (hardDeletes !== undefined && hardDeletes !== null && !HARD_DELETES.includes(String(hardDeletes))) {
    add(`has \`hard_deletes\` ${show(hardDeletes)}`, `It may be ${HARD_DELETES.join(', ')}.`);
  }
  if (hardDeletes != null && raw['invalidate_hard_deletes'] != null) {
    add('has `hard_deletes` and `invalidate_hard_deletes`', "Keep `hard_deletes`, of which 'invalidate' is the same.");
  }
  const names = raw['snapshot_meta_column_names'];
  for (const key of isMapping(names) ? Object.keys(names) : []) {
    if (!META_COLUMNS.includes(key))
      add(`names the unknown meta column \`${key}\``, `They are ${META_COLUMNS.join(', ')}.`);
  }
}
