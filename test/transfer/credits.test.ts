import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { batchLayout } from '#dvt/core/batch/layout.js';
import { BatchSignal } from '#dvt/spi/batch.js';
import type { ReadTask } from '#dvt/spi/scan.js';
import { ByteBudget } from '#dvt/transfer/byte-budget.js';
import { Readers } from '#dvt/transfer/readers.js';
import { RunningScan } from '#dvt/transfer/running-scan.js';
import { INT64, task, VARCHAR } from './staged.js';

const layout = batchLayout([INT64, VARCHAR]);
const readers = new Readers();
afterEach(() => readers.closeAll());

async function started(reader: ReadTask, run: ByteBudget, scanBytes: number): Promise<RunningScan> {
  return new RunningScan(await readers.take(undefined), reader, layout, { run, scanBytes }, async () => {});
}

async function endless(
  run: ByteBudget,
  scanBytes: number,
): Promise<{ readonly scan: RunningScan; readonly received: ArrayBuffer[] }> {
  const reader = task('counting', { rows: 1e12, width: 30 });
  const scan = await started(reader, run, scanBytes);
  const received: ArrayBuffer[] = [];
  scan.channel.port.on('message', (message) => {
    if (message instanceof ArrayBuffer) received.push(message);
  });
  return { scan, received };
}

/** Waits until no more batches arrive. */
async function untilQuiet(received: readonly unknown[]): Promise<void> {
  for (let seen = -1; seen !== received.length; await sleep(300)) seen = received.length;
}

test('a reader stops when the engine holds its credits, and goes on with what comes back', async () => {
  const run = new ByteBudget(1 << 30);
  const { scan, received } = await endless(run, 4 << 20);
  await untilQuiet(received);
  const credits = Math.floor((4 << 20) / layout.size);
  // One more: a scan with nothing under way always gets its first batch.
  expect(received.length).toBeGreaterThan(0);
  expect(received.length).toBeLessThanOrEqual(credits + 1);
  expect(run.held).toBeLessThanOrEqual((credits + 1) * layout.size);
  const before = received.length;
  const buffer = received[0]!;
  scan.channel.port.postMessage(buffer, [buffer]);
  Atomics.add(new Int32Array(scan.channel.signal), BatchSignal.returned, 1);
  Atomics.notify(new Int32Array(scan.channel.signal), BatchSignal.returned);
  await untilQuiet(received);
  expect(received.length).toBe(before + 1);
  await scan.cancel();
  await expect(scan.done).rejects.toMatchObject({ code: 'DVT5001' });
  expect(run.held).toBe(0);
});

test('all readers of a run share its bytes, and none starves', async () => {
  const run = new ByteBudget(4 << 20);
  const scans = await Promise.all(Array.from({ length: 8 }, () => endless(run, 4 << 20)));
  for (const { received } of scans) await untilQuiet(received);
  const bytes = scans.flatMap(({ received }) => received).reduce((sum, buffer) => sum + buffer.byteLength, 0);
  expect(scans.every(({ received }) => received.length > 0)).toBe(true);
  expect(bytes).toBeLessThanOrEqual((4 << 20) + scans.length * layout.size);
  await Promise.all(scans.map(({ scan }) => scan.cancel()));
  expect(run.held).toBe(0);
});

test('a thread that dies gives back its bytes and is not used again', async () => {
  const run = new ByteBudget(64 << 20);
  const dying = task('counting', { rows: 1e9, failAt: 50_000, fault: 'exit' });
  const scan = await started(dying, run, 32 << 20);
  await expect(scan.done).rejects.toThrow(/ended unexpectedly/);
  expect(run.held).toBe(0);
  const next = await started(task('counting', { rows: 10 }), run, 32 << 20);
  expect(await next.done).toEqual({ rows: 10, bytes: 80 });
});

test('a thread is used again for the next scan', async () => {
  const first = await readers.take(undefined);
  readers.giveBack(first);
  expect(await readers.take(undefined)).toBe(first);
  await readers.closeAll();
  expect(first.alive).toBe(false);
});
