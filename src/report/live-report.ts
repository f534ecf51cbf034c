import { ConsoleLines, type ConsoleOptions } from './console-report.js';
import { LiveArea } from './live-area.js';
import { Progress } from './progress.js';
import type { Reporter } from './reporter.js';
import type { Terminal } from './terminal.js';

const REDRAW_MS = 100;
/** rows of the terminal that stay for what has scrolled up */
const ROWS_KEPT = 3;

/** A live view: what runs is redrawn at the bottom of the terminal, what is done stays above it. */
export function liveReport(terminal: Terminal, options: ConsoleOptions): Reporter {
  const lines = new ConsoleLines(options, () => terminal.columns);
  const progress = new Progress();
  const area = new LiveArea(terminal);
  let timer: NodeJS.Timeout | null = null;

  const redraw = (permanent: readonly string[]) => {
    const now = Date.now();
    const live = progress.lines(now, terminal.columns, terminal.rows - ROWS_KEPT);
    area.draw(
      permanent,
      live.map((line) => options.redactor.redact(line)),
    );
  };
  const stop = () => {
    if (timer) clearInterval(timer);
    timer = null;
  };
  return {
    emit: (event) => {
      progress.on(event, Date.now());
      if (event.type === 'run started' && !timer) {
        timer = setInterval(() => redraw([]), REDRAW_MS);
        timer.unref();
      }
      if (event.type === 'run finished') {
        stop();
        area.clear();
      }
      // The start of a node shows below; its end stays.
      const permanent = event.type === 'node started' ? [] : lines.of(event);
      if (event.type !== 'extraction progress') redraw(permanent);
    },
    close: () => {
      stop();
      area.clear();
    },
  };
}
