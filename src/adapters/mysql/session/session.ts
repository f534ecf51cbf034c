import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { FieldPacket, ResultSetHeader } from 'mysql2';
import type { ResultTable } from '../../../spi/result-table.js';
import { withPlace } from './error-place.js';
import type { ClientConnection } from './open-client.js';
import { resultType, resultValue } from './result-values.js';
import { serverError } from './server-error.js';

/** SERVER_STATUS_IN_TRANS of an OK packet's status flags */
const IN_TRANSACTION = 1;

/** Milliseconds that a server is given to close a session which was ended. */
const FAREWELL = 2_000;

/** What a statement without a result did. */
interface StatementOutcome {
  readonly affectedRows: number;
  readonly warnings: number;
  /** a transaction is open after it */
  readonly inTransaction: boolean;
}

/** The answer to one statement. */
export interface Answer extends ResultTable {
  /** null for a statement with a result */
  readonly outcome: StatementOutcome | null;
}

/** One session on the server: a logged-in client connection. Statements run one after the other. */
export class Session {
  readonly client: ClientConnection;
  /** the connection's name, for messages */
  readonly connection: string;
  #lost = false;

  constructor(client: ClientConnection, connection: string) {
    this.client = client;
    this.connection = connection;
    const lose = () => {
      this.#lost = true;
    };
    client.on('error', lose);
    client.on('end', lose);
    client.stream.on('close', lose);
  }

  /** number of the session on its server, as KILL takes it */
  get id(): number {
    return this.client.threadId;
  }

  get lost(): boolean {
    return this.#lost;
  }

  /** whether it can be kept for others; see spi/load.ts */
  get usable(): boolean {
    return !this.#lost;
  }

  /** Runs one statement. `localFile` answers a LOAD DATA LOCAL, by the name that the server asks for. Throws DvtError. */
  run(sql: string, localFile?: (name: string) => Readable): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = {
        sql,
        rowsAsArray: true,
        typeCast: false as const,
        ...(localFile && { infileStreamFactory: localFile }),
      };
      this.client.query(options, (error: unknown, result: unknown, fields: FieldPacket[] | undefined) => {
        if (error) reject(serverError(withPlace(error, sql), this.connection));
        else resolve(answer(result, fields));
      });
    });
  }

  /** Rows of a query, each value as text; for questions to the catalog. */
  async texts(sql: string): Promise<(string | null)[][]> {
    const { rows } = await this.run(sql);
    return rows.map((row) => row.map((value) => (value === null ? null : String(value))));
  }

  /**
   * Ends the session in good order; never throws. Resolves when the server has let go of it, so that a session which is
   * opened next finds its place free where the number of sessions is limited.
   */
  async close(): Promise<void> {
    if (!this.#lost) {
      const gone = once(this.client.stream, 'close', { signal: AbortSignal.timeout(FAREWELL) });
      this.client.end();
      await gone.catch(() => {});
    }
    this.client.destroy();
  }

  /** Drops the connection at once. */
  destroy(): void {
    this.#lost = true;
    this.client.destroy();
  }
}

function answer(result: unknown, fields: FieldPacket[] | undefined): Answer {
  if (!Array.isArray(result)) return outcomeOnly(result as ResultSetHeader);
  // CALL answers with several results; the first that has rows counts.
  const several = Array.isArray(fields) && fields.some((entry) => entry === undefined || Array.isArray(entry));
  if (several) {
    const sets = fields as unknown as (FieldPacket[] | undefined)[];
    const first = sets.findIndex((set) => set !== undefined);
    return first < 0 ? outcomeOnly(result.at(-1) as ResultSetHeader) : answer(result[first], sets[first]);
  }
  const columns = (fields ?? []).map((field) => ({ name: field.name, type: resultType(field) }));
  const rows = (result as (Buffer | null)[][]).map((row) => row.map((value, at) => resultValue(value, fields![at]!)));
  return { columns, rows, outcome: null };
}

function outcomeOnly(header: ResultSetHeader): Answer {
  const inTransaction = (header.serverStatus & IN_TRANSACTION) !== 0;
  const outcome = { affectedRows: header.affectedRows, warnings: header.warningStatus, inTransaction };
  return { columns: [], rows: [], outcome };
}
