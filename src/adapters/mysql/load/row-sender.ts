import type { RowForm } from './row-form.js';

/** One way of getting rows into a staging table. */
export interface RowSender {
  /** how rows must be written */
  readonly form: RowForm;
  /** Sends whole rows; resolves when more is welcome. Throws the server's answer to earlier rows. */
  send(piece: Buffer): Promise<void>;
  /** Ends the load: the rows that the server has stored. Throws where it changed a value. */
  finish(): Promise<number>;
}
