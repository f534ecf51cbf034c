import type { Surroundings } from '../predicates/federated.js';
import type { Dice } from './dice.js';

const ROWS = [null, 2, 2, 2, 100, 10_000, 50_000_000, 50_000_000, 50_000_000];
const MOST_KEYS = [3, 20, 30_000];

/**
 * Sizes drawn at random in place of the true ones: whatever the planner makes of them, a model's rows are the same. Without
 * them tables this small would never be narrowed by keys, or computed elsewhere than their sizes suggest.
 */
export function claimedSizes(dice: Dice): Surroundings {
  const rows = new Map<string, number | null>();
  const claimed = (name: string) => {
    if (!rows.has(name)) rows.set(name, dice.pick(ROWS));
    return rows.get(name)!;
  };
  const knowsDistinct = dice.chance(0.5);
  const maxKeys = dice.pick(MOST_KEYS);
  return (context) => ({
    ...context,
    catalog: {
      describe: async (connection, name) => {
        const description = await context.catalog.describe(connection, name);
        if (description === null) return null;
        const count = claimed(`${connection}.${name.identifier}`);
        const columns = description.columns.map(({ distinct: _, ...column }) =>
          knowsDistinct && count !== null ? { ...column, distinct: Math.ceil(count / 3) } : column,
        );
        return { ...description, columns, statistics: { rows: count, bytes: null } };
      },
    },
    dialectOf: async (connection) => {
      const dialect = await context.dialectOf(connection);
      return dialect.maxKeys === undefined ? dialect : { ...dialect, maxKeys };
    },
    explain: async (connection, sql) => {
      // What the source refuses must still be refused.
      await context.explain(connection, sql);
      return null;
    },
  });
}
