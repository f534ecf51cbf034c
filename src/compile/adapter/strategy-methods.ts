import type { ColumnObject, MacroNames } from '../../context/index.js';
import { DvtError } from '../../core/errors.js';
import { type CallContext, hostFunction, itemsOf, toPlain, toText, type Value } from '../../jinja/index.js';
import { type AdapterContext, callMacro } from './adapter-context.js';

/** Strategies that dbt itself has, whichever of them a database can do. */
const BUILT_IN_STRATEGIES = ['append', 'delete+insert', 'merge', 'insert_overwrite', 'microbatch'];

/** The methods of `adapter` about incremental models, snapshots and grants. */
export function strategyMethods({ macros, quote }: AdapterContext): Readonly<Record<string, Value>> {
  return {
    valid_incremental_strategies: hostFunction('valid_incremental_strategies', [], (_, context) => valid(context)),
    builtin_incremental_strategies: hostFunction('builtin_incremental_strategies', [], () => [...BUILT_IN_STRATEGIES]),
    get_incremental_strategy_macro: hostFunction(
      'get_incremental_strategy_macro',
      ['model_context', 'strategy'],
      ([, strategy], context) => strategyMacro(strategy, macros, context),
    ),
    standardize_grants_dict: hostFunction('standardize_grants_dict', ['grants_table'], async ([table], context) => {
      const grants = new Map<string, Value[]>();
      for (const row of itemsOf(table)) {
        const privilege = toText(await context.item(row, 'privilege_type'));
        const grantees = grants.get(privilege) ?? [];
        grantees.push(await context.item(row, 'grantee'));
        grants.set(privilege, grantees);
      }
      return grants;
    }),
    get_hard_deletes_behavior: hostFunction('get_hard_deletes_behavior', ['config'], ([config]) => hardDeletes(config)),
    valid_snapshot_target: hostFunction('valid_snapshot_target', ['relation', 'column_names?'], async (args, context) =>
      requireColumns(args[0], args[1], ['dbt_scd_id', 'dbt_valid_from', 'dbt_valid_to'], context),
    ),
    assert_valid_snapshot_target_given_strategy: hostFunction(
      'assert_valid_snapshot_target_given_strategy',
      ['relation', 'column_names', 'strategy'],
      async ([relation, names, strategy], context) => {
        const { hard_deletes: behaviour } = toPlain(strategy) as { hard_deletes?: unknown };
        const wanted = ['dbt_scd_id', 'dbt_valid_from', 'dbt_valid_to'];
        if (behaviour === 'new_record') wanted.push('dbt_is_deleted');
        return requireColumns(relation, names, wanted, context);
      },
    ),
    get_rows_different_sql: hostFunction(
      'get_rows_different_sql',
      ['relation_a', 'relation_b', 'column_names?', 'except_operator?'],
      async ([a, b, columns, operator], context) => {
        const names =
          (columns ?? null) === null
            ? itemsOf(await callMacro(context, 'get_columns_in_relation', [a])).map(
                (one) => (one as ColumnObject).column,
              )
            : itemsOf(columns).map(String);
        return rowsDifferent(toText(a), toText(b), names.map(quote).toSorted(), toText(operator ?? 'except'));
      },
    ),
  };
}

async function valid(context: CallContext): Promise<Value> {
  return [...itemsOf(await callMacro(context, 'valid_incremental_strategies', []))];
}

async function strategyMacro(strategy: Value, macros: MacroNames, context: CallContext): Promise<Value> {
  const name = strategy === null || strategy === undefined ? 'default' : toText(strategy);
  const known = itemsOf(await valid(context)).map(String);
  if (BUILT_IN_STRATEGIES.includes(name) && !known.includes(name)) {
    throw new DvtError({
      code: 'DVT2118',
      message: `The incremental strategy '${name}' cannot be used on this database.`,
      hint: `It has: ${known.join(', ')}.`,
    });
  }
  const macro = `get_incremental_${name.replaceAll('+', '_')}_sql`;
  const found = context.global(macro) ?? macros.find(macro);
  if (found !== undefined) return found;
  throw new DvtError({
    code: 'DVT2118',
    message: `There is no incremental strategy '${name}': no macro ${macro} was found.`,
    hint: `Use one of ${known.join(', ')}, or define the macro.`,
  });
}

function hardDeletes(config: Value): string {
  const given = toPlain(config) as Readonly<Record<string, unknown>>;
  const { invalidate_hard_deletes: legacy, hard_deletes: behaviour } = given;
  if ((legacy ?? null) !== null && (behaviour ?? null) !== null) {
    const message = 'A snapshot sets both `hard_deletes` and `invalidate_hard_deletes`.';
    throw new DvtError({ code: 'DVT2119', message, hint: 'Keep `hard_deletes`.' });
  }
  if (legacy === true || behaviour === 'invalidate') return 'invalidate';
  if ((behaviour ?? null) === null || behaviour === 'ignore') return 'ignore';
  if (behaviour === 'new_record') return 'new_record';
  const message = `\`hard_deletes\` is '${String(behaviour)}', expected ignore, invalidate or new_record.`;
  throw new DvtError({ code: 'DVT2119', message });
}

async function requireColumns(
  relation: Value,
  names: Value,
  wanted: readonly string[],
  context: CallContext,
): Promise<Value> {
  const renamed = (toPlain(names) ?? {}) as Readonly<Record<string, string>>;
  const columns = itemsOf(await callMacro(context, 'get_columns_in_relation', [relation]));
  const there = new Set(columns.map((column) => (column as ColumnObject).column.toLowerCase()));
  const missing = wanted.map((name) => renamed[name] ?? name).filter((name) => !there.has(name.toLowerCase()));
  if (missing.length === 0) return null;
  throw new DvtError({
    code: 'DVT2119',
    message: `${toText(relation)} is no table of a snapshot: it has no column ${missing.join(', ')}.`,
    hint: 'Rename it, or drop it so that the snapshot can make its own.',
  });
}

/** One row: rows that one of the two alone has, and by how many rows their counts differ. */
function rowsDifferent(a: string, b: string, columns: readonly string[], operator: string): string {
  const list = columns.join(', ');
  const only = (left: string, right: string) =>
    `(select ${list} from ${left} ${operator} select ${list} from ${right})`;
  return `select
  (select count(*) from ${a}) - (select count(*) from ${b}) as row_count_difference,
  (select count(*) from (${only(a, b)} union all ${only(b, a)}) as different) as num_mismatched`;
}
