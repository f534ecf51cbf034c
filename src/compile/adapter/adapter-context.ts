import type { MacroNames, RelationMaker } from '../../context/index.js';
import type { CallContext, Value } from '../../jinja/index.js';
import type { Catalog } from '../../spi/plan.js';
import type { ConnectionProfile } from '../../spi/project.js';
import type { DatabaseAccess } from '../database-access.js';

/** What the methods of `adapter` work with. */
export interface AdapterContext {
  readonly target: ConnectionProfile;
  readonly maker: RelationMaker;
  readonly database: DatabaseAccess;
  readonly catalog: Pick<Catalog, 'describe'>;
  readonly macros: MacroNames;
  readonly quote: (identifier: string) => string;
  /** where tables of results print themselves */
  readonly print: (text: string) => void;
}

/** Calls a macro as a template of the running rendering would. */
export async function callMacro(
  context: CallContext,
  name: string,
  positional: readonly Value[],
  named: Readonly<Record<string, Value>> = {},
): Promise<Value> {
  return context.call(context.global(name), positional, new Map(Object.entries(named)));
}
