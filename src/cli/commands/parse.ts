import { countOf } from '../../report/units.js';
import type { ExitCode } from '../exit-code.js';
import { parse } from '../parsed-project.js';
import type { Session } from '../session.js';
import { writeManifest } from '../write-artifacts.js';

/** `dvt parse` */
export async function parseCommand(session: Session): Promise<ExitCode> {
  const started = performance.now();
  const parsed = await parse(session);
  await writeManifest(session, parsed);
  const { manifest } = parsed;
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  const models = [...manifest.nodes.values()].filter(({ kind }) => kind === 'model').length;
  const message = `Parsed ${countOf(models, 'model')}, ${countOf(manifest.sources.size, 'source')} and ${countOf(manifest.macros.size, 'macro')} in ${seconds} s.`;
  session.emit({ type: 'notice', message });
  return 0;
}
