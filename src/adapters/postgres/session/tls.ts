import type { ConnectionOptions } from 'node:tls';
import { isUnixSocket, type SessionOptions, type TlsOptions } from './options.js';

/** Options for `tls.connect`, without the socket and the host. */
export function tlsConnectOptions(tls: TlsOptions): ConnectionOptions {
  // libpq: `require` with an authority at hand checks the chain, as verify-ca does.
  const checksChain =
    tls.mode === 'verify-ca' || tls.mode === 'verify-full' || (tls.mode === 'require' && tls.ca !== null);
  return {
    rejectUnauthorized: checksChain,
    ...(tls.ca !== null && { ca: tls.ca }),
    ...(tls.cert !== null && { cert: tls.cert }),
    ...(tls.key !== null && { key: tls.key }),
    ...(tls.passphrase !== null && { passphrase: tls.passphrase }),
    ...(tls.mode !== 'verify-full' && { checkServerIdentity: () => undefined }),
  };
}

/** In which order a session is tried with and without TLS. */
export function attempts(options: SessionOptions): readonly ('tls' | 'plain')[] {
  if (isUnixSocket(options)) return ['plain'];
  switch (options.tls.mode) {
    case 'disable':
      return ['plain'];
    case 'allow':
      return ['plain', 'tls'];
    case 'prefer':
      return ['tls', 'plain'];
    default:
      return ['tls'];
  }
}
