import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DvtError } from '../../../core/errors.js';
import type { ConnectionContext } from '../../../spi/adapter.js';

/** As the `mysql` client's --ssl-mode: https://dev.mysql.com/doc/refman/8.4/en/connection-options.html */
export const SSL_MODES = ['DISABLED', 'PREFERRED', 'REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY'] as const;
type SslMode = (typeof SSL_MODES)[number];

/** How a session is encrypted. `ca`, `cert` and `key` are the contents of PEM files. */
export interface TlsOptions {
  readonly mode: SslMode;
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
}

/** Reads a profile's TLS fields and the files that they name. Throws DVT4005 for a contradiction or an unreadable file. */
export function tlsOptions({ name, profile, projectDir }: ConnectionContext): TlsOptions {
  const pem = (field: string): string | null => {
    const path = profile[field] as string | undefined;
    if (path === undefined) return null;
    try {
      return readFileSync(resolve(projectDir, path), 'utf8');
    } catch (cause) {
      const reason = (cause as NodeJS.ErrnoException).code ?? 'unreadable';
      throw new DvtError(
        { code: 'DVT4005', message: `Connection ${name}: ${field} cannot be read: ${path} (${reason}).` },
        { cause },
      );
    }
  };
  const [ca, cert, key] = [pem('ssl_ca'), pem('ssl_cert'), pem('ssl_key')];
  if ((cert === null) !== (key === null))
    throw contradiction(name, `ssl_cert and ssl_key go together, ${cert === null ? 'ssl_cert' : 'ssl_key'} is missing`);
  return { mode: sslMode(name, profile, ca !== null), ca, cert, key };
}

function sslMode(name: string, profile: ConnectionContext['profile'], hasCa: boolean): SslMode {
  const wished = new Set<SslMode>();
  if (profile['ssl_mode'] !== undefined) wished.add(profile['ssl_mode'] as SslMode);
  if (profile['ssl_disabled'] === true) wished.add('DISABLED');
  if (profile['ssl_verify_identity'] === true) wished.add('VERIFY_IDENTITY');
  else if (profile['ssl_verify_cert'] === true) wished.add('VERIFY_CA');
  if (wished.size > 1) throw contradiction(name, `its fields ask for ssl_mode ${[...wished].join(' and ')}`);
  // As MySQL's own client: who names an authority wants the certificate checked.
  return [...wished][0] ?? (hasCa ? 'VERIFY_CA' : profile['ssl_disabled'] === false ? 'REQUIRED' : 'PREFERRED');
}

function contradiction(name: string, what: string): DvtError {
  return new DvtError({
    code: 'DVT4005',
    message: `Connection ${name}: the TLS settings contradict each other: ${what}.`,
    hint: 'Set ssl_mode alone, with ssl_ca, ssl_cert and ssl_key as needed.',
  });
}
