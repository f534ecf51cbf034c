/** A field that stood in quotes is a text even where it is empty. */
export interface CsvField {
  readonly text: string;
  readonly quoted: boolean;
  /** where it begins in the text, its quote included */
  readonly start: number;
}

/** The records of a CSV text (RFC 4180): quoted fields may hold delimiters, line ends and doubled quotes. */
export function* csvRecords(text: string, delimiter: string): Generator<readonly CsvField[]> {
  let fields: CsvField[] = [];
  let field = '';
  let quoted = false;
  let start = 0;
  const end = (next: number): void => {
    fields.push({ text: field, quoted, start });
    start = next;
    field = '';
    quoted = false;
  };
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"' && field === '' && !quoted) {
      const close = closingQuote(text, at + 1);
      field = text.slice(at + 1, close).replaceAll('""', '"');
      quoted = true;
      at = close;
    } else if (text.startsWith(delimiter, at)) {
      at += delimiter.length - 1;
      end(at + 1);
    } else if (text[at] === '\n' || text[at] === '\r') {
      if (text[at] === '\r' && text[at + 1] === '\n') at++;
      end(at + 1);
      yield fields;
      fields = [];
    } else field += text[at];
  }
  if (field !== '' || quoted || fields.length > 0) {
    end(text.length);
    yield fields;
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] !== '"') continue;
    if (text[at + 1] !== '"') return at;
    at++;
  }
  return text.length;
}
