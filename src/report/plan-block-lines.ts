import type { PlannedBlock } from '../spi/plan.js';
import type { Style } from './style.js';
import { bytesText, countOf } from './units.js';

/** A part of a query that its source could compute: whether it does, and why. */
export function blockLines(block: PlannedBlock, style: Style): string[] {
  const what = `${block.kind} of ${block.reads.join(', ')}`;
  const where = block.chosen
    ? `${style.green('block')} at ${style.bold(block.connection)}: ${what}`
    : `${style.yellow('no block')} at ${style.bold(block.connection)}: ${what}`;
  return [
    `${where}  ${sizes(block)} ${style.dim(`(${block.reason})`)}`,
    ...(block.chosen ? [`  ${style.dim('sql')}        ${style.dim(block.sql)}`] : []),
  ];
}

function sizes({ rows, bytes, insteadBytes }: PlannedBlock): string {
  if (rows === null || bytes === null) return 'size unknown';
  const instead = insteadBytes === null ? '' : ` in place of ${bytesText(insteadBytes)}`;
  return `about ${countOf(rows, 'row')}, ${bytesText(bytes)}${instead}`;
}
