import type { CompiledNode } from '../../spi/compiled.js';
import type { RunContext } from '../run-context.js';

/** A test's query, wrapped such that it gives one row with what was counted. */
export async function wrapTest(compiled: CompiledNode, context: Pick<RunContext, 'macros'>): Promise<CompiledNode> {
  const { node, sql } = compiled;
  const wrapped = await (await context.macros()).testSql(node, sql);
  const start = wrapped.indexOf(sql);
  const locate = (offset: number) => (start < 0 || offset < start ? null : compiled.locate(offset - start));
  return { ...compiled, sql: wrapped, locate };
}
