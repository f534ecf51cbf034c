import { completedStatements } from '../session/errors.js';
import type { Run } from '../session/pool.js';

/** One statement of several that are sent together. */
export interface Step {
  readonly sql: string;
  /** what a person is told when it fails; absent: the server's error */
  readonly explain?: (error: unknown) => unknown;
}

/** Statements without words of their own. */
export function steps(...statements: readonly string[]): readonly Step[] {
  return statements.map((sql) => ({ sql }));
}

/** Sends statements in one message, in a transaction that is open or that they open: after one that fails none runs. */
export async function runSteps(run: Run, statements: readonly Step[]): Promise<void> {
  try {
    await run(statements.map(({ sql }) => sql).join(';\n'));
  } catch (error) {
    throw statements[completedStatements(error)]?.explain?.(error) ?? error;
  }
}
