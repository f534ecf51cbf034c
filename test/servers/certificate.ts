import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Owner } from './server-process.js';

/** PEM files of a server certificate and of the authority that signed it. */
export interface Certificate {
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** Makes a throw-away authority and a certificate for `localhost` and 127.0.0.1, with the `openssl` command. */
export function createCertificate(directory: string, owner: Owner | null): Certificate {
  const file = (name: string) => join(directory, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const newKey = ['-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  const ca = { key: file('ca.key'), cert: file('ca.pem') };
  openssl('req', '-x509', ...newKey, '-subj', '/CN=dvt test authority', '-keyout', ca.key, '-out', ca.cert);
  writeFileSync(file('extensions'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  const keyFile = file('server.key');
  const certFile = file('server.pem');
  openssl('req', '-new', ...newKey.slice(0, 3), '-subj', '/CN=localhost', '-keyout', keyFile, '-out', file('request'));
  openssl(
    ...['x509', '-req', '-in', file('request'), '-CA', ca.cert, '-CAkey', ca.key, '-set_serial', '1', '-days', '2'],
    ...['-extfile', file('extensions'), '-out', certFile],
  );
  chmodSync(keyFile, 0o600);
  if (owner) chownSync(keyFile, owner.uid, owner.gid);
  return { caFile: ca.cert, certFile, keyFile };
}
