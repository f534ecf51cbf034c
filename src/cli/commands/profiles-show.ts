import { stringify } from 'yaml';
import { Diagnostics, DvtError } from '../../core/errors.js';
import type { ConnectionProfile } from '../../spi/project.js';
import { chosenConnections } from '../chosen-connections.js';
import type { ExitCode } from '../exit-code.js';
import { showFailure } from '../failure.js';
import { findProjectIfAny } from '../find-project.js';
import type { Invocation } from '../invocation.js';
import { openProfiles } from '../open-profiles.js';

const MASK = '****';

/** `dvt profiles show`: connections as rendered and validated, secrets masked. Those with mistakes are reported after. */
export async function profilesShowCommand(invocation: Invocation): Promise<ExitCode> {
  const { console, options } = invocation;
  const open = await openProfiles(invocation, await findProjectIfAny(invocation));
  const found = new Diagnostics();
  const shown: Record<string, unknown> = {};
  for (const name of chosenConnections(open, invocation)) {
    const connection = await found.try(() => open.profiles.connection(name));
    if (connection) shown[name] = fieldsOf(connection);
  }
  if (options.output === 'json') console.printJson(shown, { indent: 2 });
  else if (Object.keys(shown).length > 0) console.print(stringify(shown).trimEnd());
  if (found.list.length === 0) return 0;
  return showFailure(new DvtError(found.list), console.err, invocation);
}

function fieldsOf({ adapter, values }: ConnectionProfile): Record<string, unknown> {
  const fields: Record<string, unknown> = { adapter: adapter.type };
  for (const [name, value] of Object.entries(values)) fields[name] = adapter.fields[name]?.secret ? MASK : value;
  return fields;
}
