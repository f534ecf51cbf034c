import type { Diagnostic } from '../core/errors.js';
import { DvtError } from '../core/errors.js';
import type { Connection, ServerInfo } from '../spi/connection.js';
import type { EngineSql } from '../spi/engine.js';
import type { ProfilesFile } from '../spi/project.js';
import { unlessAborted } from './interrupt.js';

/** What became of an attempt to reach a connection. */
export interface ConnectionTest {
  readonly name: string;
  readonly adapter: string | null;
  /** null when it was not reached */
  readonly server: ServerInfo | null;
  /** until the login was through, milliseconds; null when it was not */
  readonly connectMs: number | null;
  /** of one statement on the open session, milliseconds */
  readonly roundTripMs: number | null;
  readonly notices: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Context {
  readonly profiles: ProfilesFile;
  /** absolute; where relative paths of profiles start */
  readonly projectDir: string;
  readonly engine: () => Promise<EngineSql>;
  readonly signal: AbortSignal;
}

/** Connects, asks the server who it is, and disconnects. Mistakes and refusals are in the result; Ctrl-C ends it. */
export function testConnection(name: string, context: Context): Promise<ConnectionTest> {
  const test = unlessAborted(reach(name, context), context.signal);
  // Several run at once: one that fails unexpectedly must not end the process before it is asked for.
  test.catch(() => undefined);
  return test;
}

async function reach(name: string, context: Context): Promise<ConnectionTest> {
  const notices: string[] = [];
  let adapter: string | null = null;
  let connectMs: number | null = null;
  let connection: Connection | null = null;
  try {
    adapter = await context.profiles.adapterType(name);
    const profile = await context.profiles.connection(name);
    const started = performance.now();
    connection = await profile.adapter.connect({
      name,
      profile: profile.values,
      readOnly: false,
      probe: true,
      projectDir: context.projectDir,
      engine: context.engine,
      notice: (message) => notices.push(message),
    });
    connectMs = performance.now() - started;
    const server = await connection.inspect();
    const asked = performance.now();
    await connection.query('select 1', { signal: context.signal, limit: 1 });
    const roundTripMs = performance.now() - asked;
    return { name, adapter, server, connectMs, roundTripMs, notices, diagnostics: [] };
  } catch (error) {
    if (!(error instanceof DvtError)) throw error;
    return { name, adapter, server: null, connectMs, roundTripMs: null, notices, diagnostics: error.diagnostics };
  } finally {
    await connection?.close();
  }
}
