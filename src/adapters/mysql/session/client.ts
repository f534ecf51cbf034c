import { DvtError } from '../../../core/errors.js';

/** The client library, loaded on first use. Throws DVT4001 where it is not installed. */
export async function loadClient(): Promise<typeof import('mysql2')> {
  try {
    return (await import('mysql2')).default as unknown as typeof import('mysql2');
  } catch (cause) {
    throw new DvtError(
      { code: 'DVT4001', message: 'The MySQL client is not installed.', hint: 'Run: npm install mysql2' },
      { cause },
    );
  }
}
