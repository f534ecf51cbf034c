import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Where a proxy forwards to. */
export interface Upstream {
  readonly host: string;
  readonly port: number;
}

/** A piece of traffic on its way. */
interface Traffic {
  readonly direction: 'toServer' | 'toClient';
  readonly bytes: Buffer;
  /** connection that it belongs to, from 0 in the order of their opening */
  readonly connection: number;
}

/** A real TCP proxy that misbehaves on demand. */
export interface FaultProxy {
  readonly host: string;
  readonly port: number;
  /** connections open now */
  readonly connections: number;
  /** bytes that reached clients so far */
  readonly bytesToClient: number;
  /** Ends all connections at once, as a reset (`reset`) or an orderly end of stream. New ones are accepted. */
  cut(how?: 'reset' | 'end'): void;
  /** Ends one connection, by its number in the order of their opening, as a reset. */
  cutOne(connection: number): void;
  /** Cuts as soon as this many more bytes went to clients, in the middle of a message where it falls so. */
  cutAfter(bytesToClient: number): void;
  /** Keeps everything open and forwards nothing, either way, until `resume`. */
  stall(): void;
  resume(): void;
  /** Holds each piece back for this time, 0 = forward at once. */
  delay(milliseconds: number): void;
  /** Stops listening: new connections are refused. Open ones stay. */
  refuse(): Promise<void>;
  /** Is asked before each piece is forwarded, which waits for the answer; a piece that is not to be kept is lost. */
  onTraffic: ((traffic: Traffic) => 'forward' | 'lose' | Promise<'forward' | 'lose'>) | null;
  close(): Promise<void>;
}

/** Opens a proxy on a free port of 127.0.0.1. */
export async function faultProxy(upstream: Upstream): Promise<FaultProxy> {
  const pairs = new Set<{ client: Socket; server: Socket; connection: number }>();
  let opened = 0;
  let sent = 0;
  let cutAt = Number.POSITIVE_INFINITY;
  let delayMs = 0;
  let flowing: { promise: Promise<void>; resume(): void } | null = null;

  const listener = createServer((client) => {
    const server = connect(upstream);
    const connection = opened++;
    const pair = { client, server, connection };
    pairs.add(pair);
    for (const socket of [client, server]) {
      socket.setNoDelay();
      // Faults are the purpose here; the other end learns of them.
      socket.on('error', () => {});
      socket.on('close', () => {
        client.destroy();
        server.destroy();
        pairs.delete(pair);
      });
    }
    void forward(client, server, 'toServer', connection);
    void forward(server, client, 'toClient', connection);
  });

  async function forward(from: Socket, to: Socket, direction: Traffic['direction'], connection: number): Promise<void> {
    try {
      for await (const bytes of from as AsyncIterable<Buffer>) {
        if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
        if ((await proxy.onTraffic?.({ direction, bytes, connection })) === 'lose') continue;
        while (flowing) await flowing.promise;
        await send(to, bytes, direction);
      }
      to.end();
    } catch {
      to.destroy();
    }
  }

  async function send(to: Socket, bytes: Buffer, direction: Traffic['direction']): Promise<void> {
    if (direction === 'toClient' && sent + bytes.length >= cutAt) {
      const rest = bytes.subarray(0, cutAt - sent);
      sent += rest.length;
      cutAt = Number.POSITIVE_INFINITY;
      await new Promise((resolve) => to.write(rest, resolve));
      proxy.cut('end');
      return;
    }
    if (direction === 'toClient') sent += bytes.length;
    if (!to.write(bytes)) await once(to, 'drain');
  }

  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const proxy: FaultProxy = {
    host: '127.0.0.1',
    port: (listener.address() as AddressInfo).port,
    get connections() {
      return pairs.size;
    },
    get bytesToClient() {
      return sent;
    },
    cut(how = 'reset') {
      for (const { client, server } of pairs) {
        if (how === 'reset') client.resetAndDestroy();
        else client.end();
        server.destroy();
      }
    },
    cutOne(number) {
      for (const { client, server, connection } of pairs) {
        if (connection !== number) continue;
        client.resetAndDestroy();
        server.destroy();
      }
    },
    cutAfter(bytes) {
      cutAt = sent + bytes;
    },
    stall() {
      let resume = () => {};
      const promise = new Promise<void>((resolve) => {
        resume = resolve;
      });
      flowing ??= { promise, resume };
    },
    resume() {
      const held = flowing;
      flowing = null;
      held?.resume();
    },
    delay(milliseconds) {
      delayMs = milliseconds;
    },
    async refuse() {
      await new Promise<void>((resolve) => {
        listener.close(() => resolve());
        if (pairs.size > 0) resolve();
      });
    },
    onTraffic: null,
    async close() {
      listener.close();
      proxy.resume();
      proxy.cut();
    },
  };
  return proxy;
}
