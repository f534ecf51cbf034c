import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultProxy } from './proxy.js';

// Answers each piece with a thousand bytes.
const server = createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', () => socket.write('x'.repeat(1000)));
});
let upstream: { host: string; port: number };
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  upstream = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
});
afterAll(() => void server.close());

async function client(port: number) {
  const socket = connect({ host: '127.0.0.1', port });
  let received = 0;
  const state = { socket, received: () => received, error: null as string | null };
  socket.on('data', (bytes) => {
    received += bytes.length;
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    state.error = error.code ?? null;
  });
  await once(socket, 'connect');
  return state;
}

test('forwards both ways', async () => {
  const proxy = await faultProxy(upstream);
  const { socket, received } = await client(proxy.port);
  socket.write('?');
  await expect.poll(received).toBe(1000);
  expect(proxy.bytesToClient).toBe(1000);
  await proxy.close();
});

test('cuts in the middle of an answer', async () => {
  const proxy = await faultProxy(upstream);
  const { socket, received } = await client(proxy.port);
  proxy.cutAfter(1500);
  socket.write('?');
  await expect.poll(received).toBe(1000);
  socket.write('?');
  await once(socket, 'close');
  expect(received()).toBe(1500);
  await proxy.close();
});

test('a reset is an error at the client', async () => {
  const proxy = await faultProxy(upstream);
  const state = await client(proxy.port);
  await expect.poll(() => proxy.connections).toBe(1);
  proxy.cut('reset');
  await expect.poll(() => state.error).toBe('ECONNRESET');
  await proxy.close();
});

test('a stalled connection stays open and goes on later', async () => {
  const proxy = await faultProxy(upstream);
  const { socket, received } = await client(proxy.port);
  proxy.stall();
  socket.write('?');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(received()).toBe(0);
  expect(socket.destroyed).toBe(false);
  proxy.resume();
  await expect.poll(received).toBe(1000);
  await proxy.close();
});

test('refuses new connections and keeps the open one', async () => {
  const proxy = await faultProxy(upstream);
  const { socket, received } = await client(proxy.port);
  await expect.poll(() => proxy.connections).toBe(1);
  await proxy.refuse();
  await expect(client(proxy.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  socket.write('?');
  await expect.poll(received).toBe(1000);
  await proxy.close();
});

test('a piece may be lost', async () => {
  const proxy = await faultProxy(upstream);
  const { socket, received } = await client(proxy.port);
  let pieces = 0;
  proxy.onTraffic = ({ direction }) => (direction === 'toServer' && ++pieces === 1 ? 'lose' : 'forward');
  socket.write('lost');
  await expect.poll(() => pieces).toBe(1);
  socket.write('kept');
  await expect.poll(received).toBe(1000);
  await proxy.close();
});
