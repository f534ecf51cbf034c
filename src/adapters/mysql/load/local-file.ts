import { randomUUID } from 'node:crypto';
import { DvtError } from '../../../core/errors.js';
import type { ResultColumn } from '../../../spi/column-type.js';
import type { Session } from '../session/session.js';
import { LineStream } from './line-stream.js';
import type { LoadData } from './load-data.js';
import { loadStatement } from './load-statement.js';
import { LINES } from './row-form.js';
import type { RowSender } from './row-sender.js';

/** Sends rows by LOAD DATA LOCAL. The server gets our own stream, once, and by our own name only. */
export function localFile(session: Session, data: LoadData, columns: readonly ResultColumn[]): RowSender {
  const name = `dvt-${randomUUID()}`;
  const lines = new LineStream();
  let answered = false;
  let failure: unknown = null;
  const loading = session.run(loadStatement(data, columns, name), (asked) => {
    if (answered || asked !== name) throw new Error(`the server asked for a file that dvt did not offer: ${asked}`);
    answered = true;
    return lines;
  });
  // Reported by the next call.
  loading.catch((error: unknown) => {
    failure = error;
    lines.destroy();
  });
  return {
    form: LINES,
    async send(piece) {
      if (failure === null) await lines.add(piece);
      if (failure !== null) throw failure;
    },
    async finish() {
      lines.finish();
      const { outcome } = await loading;
      if (outcome!.warnings > 0) throw await warned(session, data, outcome!.warnings);
      return outcome!.affectedRows;
    },
  };
}

/** With LOCAL, values that do not fit are changed and only warned of: each warning is a failure here. */
async function warned(session: Session, { staging }: LoadData, count: number): Promise<DvtError> {
  const shown = await session.texts('show warnings limit 3');
  const messages = shown.map(([, , message]) => message).join('; ');
  return new DvtError({
    code: 'DVT5103',
    message: `Connection ${session.connection}: ${count} values do not fit ${staging}: ${messages}`,
    hint: 'Cast the columns in the model, or set their data_type.',
  });
}
