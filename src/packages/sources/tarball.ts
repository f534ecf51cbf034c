import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pRetry, { AbortError } from 'p-retry';
import { extract } from 'tar';
import { DvtError } from '../../core/errors.js';
import { withoutCredentials } from '../specification.js';

/** An unpacked archive. */
export interface Unpacked {
  /** the folder that holds the project */
  readonly folder: string;
  /** of the archive, hex */
  readonly sha1: string;
}

/** Downloads a `.tar.gz` and unpacks it below `directory`. Throws DVT1074. */
export async function fetchTarball(address: string, directory: string, signal: AbortSignal): Promise<Unpacked> {
  await mkdir(directory, { recursive: true });
  const archive = join(directory, 'package.tar.gz');
  const unpacked = join(directory, 'unpacked');
  try {
    const sha1 = await pRetry(() => download(address, archive, signal), { retries: 3, minTimeout: 300, signal });
    await mkdir(unpacked);
    // Entries that would be written outside of the folder are left out by the library.
    await extract({ file: archive, cwd: unpacked, strict: true });
    await rm(archive);
    const entries = await readdir(unpacked, { withFileTypes: true });
    const [only] = entries;
    const folder = entries.length === 1 && only?.isDirectory() ? join(unpacked, only.name) : unpacked;
    return { folder, sha1 };
  } catch (cause) {
    if (signal.aborted) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The package at ${withoutCredentials(address)} cannot be fetched: ${reason}`;
    throw new DvtError({ code: 'DVT1074', message, hint: 'Check its address and the network.' }, { cause });
  }
}

async function download(address: string, archive: string, signal: AbortSignal): Promise<string> {
  // `fetch` takes no user and password in an address.
  const { username, password } = new URL(address);
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const headers = user === ':' ? {} : { authorization: `Basic ${Buffer.from(user).toString('base64')}` };
  const response = await fetch(withoutCredentials(address), { signal, headers });
  if (!response.ok || response.body === null) {
    const error = new Error(`the server answered ${response.status}`);
    throw response.status < 500 ? new AbortError(error) : error;
  }
  const hash = createHash('sha1');
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(Readable.fromWeb(response.body as never), hashing, createWriteStream(archive), { signal });
  return hash.digest('hex');
}
