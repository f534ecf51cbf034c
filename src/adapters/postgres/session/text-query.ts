import type { Duplex } from 'node:stream';
import type { Connection, Submittable } from 'pg';
import type { PlacedError } from './errors.js';

/** The parts of the extended query protocol that `pg`'s connection offers. */
interface ExtendedProtocol {
  readonly stream: Pick<Duplex, 'cork' | 'uncork'>;
  query(text: string): void;
  parse(message: { text: string; name: string; types: readonly number[] }): void;
  bind(message: { values: readonly unknown[] }): void;
  describe(message: { type: 'P'; name: string }): void;
  execute(message: { rows: number }): void;
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

/** Statements that are sent with another one, and are skipped when one before them fails. */
export interface Around {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const ALONE: Around = { before: [], after: [] };

/**
 * A statement whose values arrive as text, untouched by the client's parsers, in one round trip. With a limit it is sent by
 * the extended protocol and the server stops after that many rows (0 = all); without one, several statements may be given
 * (the last result with rows is kept). An error tells how many statements were completed before it.
 */
export class TextQuery implements Submittable {
  readonly done: Promise<TextResult>;
  #resolve!: (result: TextResult) => void;
  #reject!: (error: Error) => void;
  #result: TextResult = { fields: [], rows: [], tag: '' };
  #completed = 0;

  constructor(
    private readonly sql: string,
    private readonly limit: number | null = null,
    private readonly around: Around = ALONE,
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
    const { before, after } = this.around;
    protocol.stream.cork();
    for (const sql of before) execute(protocol, sql);
    execute(protocol, this.sql, this.limit);
    for (const sql of after) execute(protocol, sql);
    // What is left of a result that was limited goes with it; after an error the server skips what came before it.
    protocol.sync();
    protocol.stream.uncork();
  }

  handleRowDescription(message: { fields: TextField[] }): void {
    this.#result = { fields: message.fields, rows: [], tag: '' };
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    this.#result.rows.push(message.fields);
  }

  handlePortalSuspended(): void {}

  handleCommandComplete(message: { text: string }): void {
    if (this.limit === null || this.#completed === this.around.before.length) this.#result.tag = message.text;
    this.#completed++;
  }

  handleEmptyQuery(): void {}

  handleCopyInResponse(connection: Connection): void {
    const protocol = connection as unknown as ExtendedProtocol;
    protocol.sendCopyFail('COPY FROM STDIN has no input here');
    // The one that was sent is lost, as the server was waiting for data.
    if (this.limit !== null) protocol.sync();
  }

  handleCopyData(): void {}

  handleError(error: Error): void {
    this.#reject(Object.assign(error, { completed: this.#completed } satisfies PlacedError));
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#result);
  }
}

/** With a limit its result is described. */
function execute(protocol: ExtendedProtocol, sql: string, limit: number | null = null): void {
  protocol.parse({ text: sql, name: '', types: [] });
  protocol.bind({ values: [] });
  if (limit !== null) protocol.describe({ type: 'P', name: '' });
  protocol.execute({ rows: limit ?? 0 });
}
