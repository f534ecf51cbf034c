import { DvtError } from '../../core/errors.js';
import type { ScanRequest } from '../../spi/scan.js';
import { locate } from './location.js';
import type { Folder } from './profile.js';
import { readExpression } from './read-expression.js';

/** The engine's table expression for a relation that was described, its columns in the types asked for. */
export async function scannedFile(folder: Folder, { relation, columns }: ScanRequest): Promise<string> {
  const location = await locate(folder, relation.name.schema, relation.name.identifier);
  if (!location) {
    const message = `Connection ${folder.connection}: the file of ${relation.name.identifier} is gone`;
    throw new DvtError({ code: 'DVT4602', message, hint: `It was looked for in ${folder.root}` });
  }
  const wanted = new Map(columns.map((column) => [column.name, column.type]));
  const typed = relation.columns.map(({ name, type }) => ({ name, type: wanted.get(name) ?? type }));
  return readExpression(folder, location, typed);
}
