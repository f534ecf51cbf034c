import { DvtError } from '../../core/errors.js';
import type { ExitCode } from '../exit-code.js';
import type { Options } from '../options.js';
import type { Session } from '../session.js';

/** `dvt run` */
export async function runCommand(_session: Session, _options: Options): Promise<ExitCode> {
  throw new DvtError({ code: 'DVT5000', message: 'This command is not wired yet.' });
}
