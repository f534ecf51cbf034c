import { quote } from '../dialect/quote.js';
import type { Session } from '../session/session.js';
import type { LoadData } from './load-data.js';
import { TUPLES } from './row-form.js';
import type { RowSender } from './row-sender.js';

/** Sends rows by INSERT of many tuples, in one transaction, where the server refuses LOAD DATA LOCAL. */
export function inserts(session: Session, data: LoadData): RowSender {
  const into = `insert into ${data.staging} (${data.columns.map(({ name }) => quote(name)).join(', ')}) values `;
  let begun = false;
  let rows = 0;
  return {
    form: TUPLES,
    async send(piece) {
      if (!begun) await session.run('start transaction');
      begun = true;
      // Strict mode: a value that does not fit is an error.
      const { outcome } = await session.run(into + piece.toString('utf8', 0, piece.length - 1));
      rows += outcome!.affectedRows;
    },
    async finish() {
      if (begun) await session.run('commit');
      return rows;
    },
  };
}
