import { hash } from 'node:crypto';
import type { FileChecksum } from '../../spi/node.js';

/** What Python takes for a blank: what JavaScript does, control characters that separate, and no byte order mark. */
const BLANKS = /(?:[^\S\uFEFF]|[\x1c-\x1f\x85])+/g;

/** dbt's checksum of a text file (dbt-core 1.12, `normalize_file_contents`): how it is laid out is no part of it. */
export function textChecksum(text: string): FileChecksum {
  const normalized = text.replace(BLANKS, ' ').replace(/^ | $/g, '');
  return { name: 'sha256', checksum: hash('sha256', normalized) };
}
