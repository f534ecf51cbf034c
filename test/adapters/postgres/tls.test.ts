import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresServer, type TestDatabase, type TestServer } from '../../servers/index.js';
import { open } from './open.js';

let secure: TestServer;
let plain: TestServer;
let onSecure: TestDatabase;
let onPlain: TestDatabase;
beforeAll(async () => {
  [secure, plain] = await Promise.all([postgresServer({ ssl: true }), postgresServer()]);
  [onSecure, onPlain] = await Promise.all([secure.database(), plain.database()]);
});
afterAll(async () => {
  await Promise.all([onSecure?.drop(), onPlain?.drop()]);
  secure?.kill();
  plain?.kill();
});

/** What the server itself says of the session, and what the user was told. */
async function session(
  database: TestDatabase,
  fields: Record<string, unknown>,
): Promise<{ tls: unknown; notices: string[] }> {
  const notices: string[] = [];
  const connection = await open({ ...database.profile, retries: 0, ...fields }, { notices });
  try {
    const { rows } = await connection.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
    return { tls: rows[0]![0], notices };
  } finally {
    await connection.close();
  }
}

describe('a server with TLS', () => {
  it.each([
    [undefined, true],
    ['disable', false],
    ['allow', false],
    ['prefer', true],
    ['require', true],
  ])('sslmode %s: encrypted %s', async (sslmode, tls) => {
    expect(await session(onSecure, sslmode === undefined ? {} : { sslmode })).toEqual({ tls, notices: [] });
  });

  it.each(['require', 'verify-ca', 'verify-full'])('%s with its authority', async (sslmode) => {
    expect(await session(onSecure, { sslmode, sslrootcert: secure.caFile })).toEqual({ tls: true, notices: [] });
  });

  it('verify-full takes the names in the certificate only', async () => {
    // Another name of 127.0.0.1, which the certificate does not have.
    const fields = { sslrootcert: secure.caFile, host: '127.1' };
    expect((await session(onSecure, { ...fields, host: 'localhost', sslmode: 'verify-full' })).tls).toBe(true);
    expect((await session(onSecure, { ...fields, sslmode: 'verify-ca' })).tls).toBe(true);
    await expect(session(onSecure, { ...fields, sslmode: 'verify-full' })).rejects.toMatchObject({ code: 'DVT4005' });
  });

  it('an authority that did not sign it is refused', async () => {
    const other = await postgresServer({ ssl: true });
    await expect(session(onSecure, { sslmode: 'verify-ca', sslrootcert: other.caFile })).rejects.toMatchObject({
      code: 'DVT4005',
    });
    await expect(session(onSecure, { sslmode: 'require', sslrootcert: other.caFile })).rejects.toMatchObject({
      code: 'DVT4005',
    });
    await expect(session(onSecure, { sslmode: 'verify-full' })).rejects.toMatchObject({ code: 'DVT4005' });
    other.kill();
  });

  it('verify-ca wants an authority, and files must be there', async () => {
    await expect(session(onSecure, { sslmode: 'verify-ca' })).rejects.toThrow(/sslrootcert/);
    await expect(session(onSecure, { sslmode: 'require', sslrootcert: '/no/such/file' })).rejects.toThrow(
      /\/no\/such\/file/,
    );
  });

  it('a path in the profile starts from the project', async () => {
    const directory = secure.caFile!.replace(/[^/\\]+$/, '');
    const connection = await open(
      { ...onSecure.profile, sslmode: 'verify-ca', sslrootcert: 'ca.pem' },
      { projectDir: directory },
    );
    await connection.close();
  });

  it('a statement is cancelled over TLS', async () => {
    const connection = await open({ ...onSecure.profile, sslmode: 'require' });
    const abort = new AbortController();
    const running = connection.query('select pg_sleep(60) as over_tls', { signal: abort.signal });
    setTimeout(() => abort.abort(), 300);
    await expect(running).rejects.toMatchObject({ code: 'DVT5102' });
    await connection.close();
    expect(
      await onSecure.query(
        `select count(*) from pg_stat_activity where query like '%over_tls%' and pid <> pg_backend_pid()`,
      ),
    ).toEqual([['0']]);
  });
});

describe('a server without TLS', () => {
  it('prefer falls back and says so', async () => {
    const { tls, notices } = await session(onPlain, { sslmode: 'prefer' });
    expect(tls).toBe(false);
    expect(notices).toEqual([expect.stringContaining('not encrypted')]);
  });

  it('on this machine nobody is told who did not ask', async () => {
    expect(await session(onPlain, {})).toEqual({ tls: false, notices: [] });
  });

  it.each(['require', 'verify-full'])('%s refuses', async (sslmode) => {
    await expect(session(onPlain, { sslmode })).rejects.toMatchObject({ code: 'DVT4005' });
  });
});
