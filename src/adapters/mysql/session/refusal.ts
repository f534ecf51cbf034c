import { string } from '../dialect/quote.js';
import type { Session } from './session.js';

/**
 * What the server says against a statement; null: nothing. It is asked to prepare it, which it does not run: that takes roles,
 * patterns and whatever else gives rights into account.
 */
export async function refusalOf(session: Session, statement: string): Promise<unknown> {
  await session.run(`set @dvt_rights = ${string(statement)}`);
  try {
    await session.run('prepare dvt_rights from @dvt_rights');
  } catch (error) {
    return error;
  }
  await session.run('deallocate prepare dvt_rights');
  return null;
}
