/** Kinds of messages that a server sends (PostgreSQL manual, 55.7). */
export const Message = {
  copyData: 0x64,
  copyDone: 0x63,
  commandComplete: 0x43,
  copyInResponse: 0x47,
  errorResponse: 0x45,
  readyForQuery: 0x5a,
} as const;

const FIELDS: Readonly<Record<string, string>> = {
  C: 'code',
  M: 'message',
  D: 'detail',
  H: 'hint',
  P: 'position',
  W: 'where',
};

/** An ErrorResponse between `start` and `end`, with the properties that `pg`'s errors have. */
export function errorResponse(bytes: Buffer, start: number, end: number): Error {
  const fields: Record<string, string> = {};
  for (let at = start; at < end && bytes[at] !== 0; ) {
    const stop = bytes.indexOf(0, at + 1);
    const name = FIELDS[String.fromCharCode(bytes[at]!)];
    if (name !== undefined) fields[name] = bytes.toString('utf8', at + 1, stop);
    at = stop + 1;
  }
  return Object.assign(new Error(fields['message'] ?? 'unknown error'), fields);
}

/** A simple Query message. */
export function queryMessage(sql: string): Buffer {
  return frontendMessage('Q', Buffer.from(`${sql}\0`));
}

/** A message of the client's side. */
export function frontendMessage(kind: string, body: Uint8Array): Buffer {
  const message = Buffer.allocUnsafe(5 + body.length);
  message.write(kind, 0, 'latin1');
  message.writeInt32BE(4 + body.length, 1);
  message.set(body, 5);
  return message;
}
