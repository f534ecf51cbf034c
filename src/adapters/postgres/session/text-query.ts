import type { Connection, Submittable } from 'pg';

/** The parts of the extended query protocol that `pg`'s connection offers. */
interface ExtendedProtocol {
  query(text: string): void;
  parse(message: { text: string; name: string; types: readonly number[] }): void;
  bind(message: { values: readonly unknown[] }): void;
  describe(message: { type: 'P'; name: string }): void;
  execute(message: { rows: number }): void;
  flush(): void;
  sync(): void;
  sendCopyFail(reason: string): void;
}

/** A result's column as the server announced it. */
export interface TextField {
  readonly name: string;
  readonly dataTypeID: number;
  readonly dataTypeModifier: number;
}

/** Rows as the server's own text. */
export interface TextResult {
  fields: readonly TextField[];
  rows: (readonly (string | null)[])[];
  /** the command tag, e.g. `SELECT 5` */
  tag: string;
}

/**
 * A statement whose values arrive as text, untouched by the client's parsers. With a limit it is sent by the extended
 * protocol and the server stops after that many rows; without one, several statements may be given (the last result
 * with rows is kept).
 */
export class TextQuery implements Submittable {
  readonly done: Promise<TextResult>;
  #resolve!: (result: TextResult) => void;
  #reject!: (error: Error) => void;
  #result: TextResult = { fields: [], rows: [], tag: '' };

  constructor(
    private readonly sql: string,
    private readonly limit: number | null = null,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // A cancel may reject it before its caller awaits.
    this.done.catch(() => {});
  }

  submit(connection: Connection): void {
    const protocol = connection as unknown as ExtendedProtocol;
    if (this.limit === null) {
      protocol.query(this.sql);
      return;
    }
    protocol.parse({ text: this.sql, name: '', types: [] });
    protocol.bind({ values: [] });
    protocol.describe({ type: 'P', name: '' });
    protocol.execute({ rows: this.limit });
    protocol.flush();
  }

  handleRowDescription(message: { fields: TextField[] }): void {
    this.#result = { fields: message.fields, rows: [], tag: '' };
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    this.#result.rows.push(message.fields);
  }

  handlePortalSuspended(connection: Connection): void {
    (connection as unknown as ExtendedProtocol).sync();
  }

  handleCommandComplete(message: { text: string }, connection: Connection): void {
    this.#result.tag = message.text;
    if (this.limit !== null) (connection as unknown as ExtendedProtocol).sync();
  }

  handleEmptyQuery(connection: Connection): void {
    if (this.limit !== null) (connection as unknown as ExtendedProtocol).sync();
  }

  handleCopyInResponse(connection: Connection): void {
    (connection as unknown as ExtendedProtocol).sendCopyFail('COPY FROM STDIN has no input here');
  }

  handleCopyData(): void {}

  handleError(error: Error, connection: Connection): void {
    // The extended protocol ignores everything up to a Sync after an error.
    if (this.limit !== null) (connection as unknown as ExtendedProtocol).sync();
    this.#reject(error);
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#result);
  }
}
