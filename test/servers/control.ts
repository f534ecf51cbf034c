import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startMariadb } from './mariadb-server.js';
import { startPostgres } from './postgres-server.js';
import type { Reaper } from './reaper.js';
import type { RunningServer, ServerOptions } from './running-server.js';

type Kind = 'postgres' | 'mariadb';

const START: Record<Kind, (options: ServerOptions, reaper: Reaper) => Promise<RunningServer>> = {
  postgres: startPostgres,
  mariadb: startMariadb,
};

/**
 * Starts servers for the tests of one run: `POST /<kind>` with ServerOptions answers with a RunningServer. The server
 * without options is shared by the whole run. The reaper stops them.
 */
export async function serveControl(reaper: Reaper): Promise<{ url: string; close(): void }> {
  const shared = new Map<Kind, Promise<RunningServer>>();

  async function start(kind: Kind, options: ServerOptions | null): Promise<RunningServer> {
    if (options) return START[kind](options, reaper);
    const running = shared.get(kind) ?? START[kind]({}, reaper);
    shared.set(kind, running);
    return running;
  }

  const server = createServer((request, response) => {
    const kind = request.url?.slice(1) as Kind;
    bodyOf(request)
      .then((body) => start(kind, JSON.parse(body)))
      .then(
        (running) => response.end(JSON.stringify(running)),
        (error: Error) => response.writeHead(500).end(error.message),
      );
  });
  // Starting a server may include its installation.
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
