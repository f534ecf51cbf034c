import { lazyEngine } from './engine.js';
import { limitOf, printResult } from './print-result.js';
import type { Session } from './session.js';

/** `dvt show --inline-direct`: as in dbt, the target gets the text as it is, and nothing of the project is parsed. */
export async function showDirectly(session: Session, sql: string): Promise<void> {
  const { project, profiles, invocation, target, signal } = session;
  const engine = lazyEngine(project.compute.duckdb, invocation.id);
  try {
    const { adapter, values } = await profiles.connection(target);
    const connection = await adapter.connect({
      name: target,
      profile: values,
      readOnly: true,
      probe: true,
      projectDir: project.root,
      engine: async () => (await engine.get()).sql(),
      notice: (message) => session.emit({ type: 'notice', message }),
    });
    try {
      printResult(session, await connection.query(sql, { limit: limitOf(invocation.options), signal }), null);
    } finally {
      await connection.close();
    }
  } finally {
    await engine.close();
  }
}
