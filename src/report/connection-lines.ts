import type { Diagnostic } from '../core/errors.js';
import type { ServerInfo } from '../spi/connection.js';
import { diagnosticLines } from './diagnostic-text.js';
import type { Style } from './style.js';

interface Tested {
  readonly name: string;
  readonly adapter: string | null;
  readonly server: ServerInfo | null;
  readonly connectMs: number | null;
  readonly roundTripMs: number | null;
  readonly notices: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a test of one connection found: reached or not, the server, its latency, what may be done there. */
export function connectionLines(test: Tested, style: Style): readonly string[] {
  const notices = test.notices.map((notice) => `  ${style.yellow('note')}     ${notice}`);
  if (!test.server) {
    const lines = test.diagnostics.flatMap((diagnostic) => diagnosticLines(diagnostic, style));
    const adapter = test.adapter === null ? '' : ` (${test.adapter})`;
    return [
      `${style.red('failed')}   ${style.bold(test.name)}${adapter}`,
      ...lines.map((line) => `  ${line}`),
      ...notices,
    ];
  }
  const { version, may, mayNot } = test.server;
  const times = [
    test.connectMs === null ? null : `connected in ${millisecondsText(test.connectMs)}`,
    test.roundTripMs === null ? null : `round trip ${millisecondsText(test.roundTripMs)}`,
  ];
  return [
    `${style.green('reached')}  ${style.bold(test.name)} ${version}, ${times.filter((time) => time !== null).join(', ')}`,
    ...may.map((phrase) => `  ${style.green('may')}      ${phrase}`),
    ...mayNot.map((phrase) => `  ${style.yellow('may not')}  ${phrase}`),
    ...notices,
  ];
}

function millisecondsText(milliseconds: number): string {
  return milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : `${Math.round(milliseconds)} ms`;
}
