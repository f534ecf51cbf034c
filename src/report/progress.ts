import type { RunEvent } from '../spi/event.js';
import type { ManifestNode } from '../spi/node.js';
import { truncated } from './display-width.js';
import { failed } from './event-fields.js';
import { extractionName } from './node-lines.js';
import { clockText, countOf, countText } from './units.js';

interface Running {
  readonly node: ManifestNode;
  readonly since: number;
  /** relation -> rows so far */
  readonly extractions: Map<string, { readonly rows: number; readonly estimated: number | null }>;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;

/** What runs at the moment, as lines for the live area. Times are milliseconds since 1970. */
export class Progress {
  readonly #running = new Map<string, Running>();
  #total = 0;
  #done = 0;
  #failed = 0;
  #startedAt = 0;
  #active = false;

  on(event: RunEvent, now: number): void {
    if (event.type === 'run started') {
      this.#active = true;
      this.#total = event.nodes.length;
      this.#startedAt = now;
    } else if (event.type === 'node started') {
      this.#running.set(event.node.id, { node: event.node, since: now, extractions: new Map() });
    } else if (event.type === 'extraction progress') {
      const name = extractionName(event);
      this.#running.get(event.node.id)?.extractions.set(name, { rows: event.rows, estimated: event.estimatedRows });
    } else if (event.type === 'node finished') {
      this.#running.delete(event.result.node.id);
      this.#done++;
      if (failed(event.result)) this.#failed++;
    } else if (event.type === 'run finished') {
      this.#active = false;
    }
  }

  /** At most `rows` lines of at most `columns` columns; none outside a run. */
  lines(now: number, columns: number, rows: number): readonly string[] {
    if (!this.#active || rows < 1) return [];
    const spinner = FRAMES[Math.floor(now / FRAME_MS) % FRAMES.length]!;
    const nodes = [...this.#running.values()].flatMap((running) => nodeLines(running, spinner, now));
    const room = rows - 1;
    const shown =
      nodes.length <= room ? nodes : [...nodes.slice(0, Math.max(0, room - 1)), `  and more`].slice(0, room);
    return [...shown, this.#status(now)].map((line) => truncated(line, columns - 1));
  }

  #status(now: number): string {
    const failed = this.#failed > 0 ? `, ${this.#failed} failed` : '';
    const running = this.#running.size > 0 ? `, ${this.#running.size} running` : '';
    return `${clockText(new Date(now))}  ${this.#done} of ${countOf(this.#total, 'node')} done${running}${failed}, ${ageText(now - this.#startedAt)}`;
  }
}

function nodeLines({ node, since, extractions }: Running, spinner: string, now: number): string[] {
  const first = `${spinner} ${node.name}  ${ageText(now - since)}`;
  return [first, ...[...extractions].map(([name, { rows, estimated }]) => `    ${name}  ${rowsText(rows, estimated)}`)];
}

/** The estimate comes from statistics: once it is passed it says nothing more. */
function rowsText(rows: number, estimated: number | null): string {
  if (estimated === null || estimated < rows || estimated === 0) return countOf(rows, 'row');
  return `${countText(rows)} of about ${countOf(estimated, 'row')} (${Math.floor((rows / estimated) * 100)} %)`;
}

function ageText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds}s` : `${minutes}m ${String(seconds % 60).padStart(2, '0')}s`;
}
