import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DatabaseOptions } from '../conformance/options.js';
import { faultProxy } from '../faults/proxy.js';
import { PublishKill } from './publish-kill.js';

const MOST_MESSAGES = 60;
const LOAD_BYTES = [1, 2_000, 100_000, 300_000];
const SHARES_OF_A_RUN = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1, 1.05];

/** kill -9 at every step of a publish leaves the old or the new relation, whole, and nothing else. */
export function killTests(options: DatabaseOptions): void {
  describe(`${options.adapter.title}: kill -9 of a process that publishes`, () => {
    let opened: PublishKill | undefined;
    const kill = () => opened!;
    beforeAll(async () => {
      opened = await PublishKill.open(options);
    });
    afterAll(() => opened?.close());

    test.each([
      { step: 'connected', expected: 'old' },
      { step: 'leased', expected: 'old' },
      { step: 'loading', expected: 'old' },
      { step: 'loaded', expected: 'old' },
      { step: 'published', expected: 'new' },
    ])('when it is $step', async ({ step, expected }) => {
      const child = kill().start([step]);
      await child.reach(step);
      await child.kill();
      expect(await kill().outcome()).toBe(expected);
    });

    // Between a process and a server there are messages to stop at; a file is written at moments that only time finds.
    if ('host' in options.adapter.fields) messages(options, kill);
    else moments(kill);
  });
}

function messages(options: DatabaseOptions, kill: () => PublishKill): void {
  test('in the middle of the load', async () => {
    const address = kill().address;
    for (const bytes of LOAD_BYTES) {
      const proxy = await faultProxy(address);
      const child = kill().start(['loading'], { host: proxy.host, port: proxy.port });
      await child.reach('loading');
      let sent = 0;
      proxy.onTraffic = async (traffic) => {
        if (traffic.direction === 'toServer') sent += traffic.bytes.length;
        if (sent < bytes) return 'forward';
        await child.kill();
        return 'lose';
      };
      child.proceed();
      await child.exited;
      await proxy.close();
      expect(child.steps).not.toContain('loaded');
      expect(await kill().outcome()).toBe('old');
    }
  });

  test('before each message of the publish reaches the server', async () => {
    const address = kill().address;
    const outcomes: string[] = [];
    for (let message = 1; message <= MOST_MESSAGES; message++) {
      const proxy = await faultProxy(address);
      const child = kill().start(['loaded', 'published'], { host: proxy.host, port: proxy.port });
      await child.reach('loaded');
      let seen = 0;
      proxy.onTraffic = async ({ direction }) => {
        if (direction === 'toClient' || ++seen < message) return 'forward';
        await child.kill();
        return 'lose';
      };
      child.proceed();
      await Promise.race([child.exited, child.reach('published').catch(() => {})]);
      const done = child.steps.includes('published');
      await child.kill();
      await proxy.close();
      outcomes.push(await kill().outcome());
      if (done) break;
    }
    // First the old one, from some message on the new one; the last attempt went through.
    expect(outcomes.at(0)).toBe('old');
    expect(outcomes.at(-1)).toBe('new');
    expect(outcomes.length).toBeLessThan(MOST_MESSAGES);
  });

  test('while it waits for a reader of the old relation', async () => {
    const reader = await kill().session();
    await reader.query('begin');
    await reader.query(`select count(*) from ${options.adapter.dialect.relation(kill().final)}`);
    const child = kill().start(['loaded', 'published']);
    await child.reach('loaded');
    child.proceed();
    await new Promise((resolve) => setTimeout(resolve, 700));
    await child.kill();
    await reader.query('commit');
    await reader.end();
    await kill().outcome();
  });
}

function moments(kill: () => PublishKill): void {
  test('at moments of the load and the publish', async () => {
    const whole = kill().start(['loading', 'published']);
    await whole.reach('loading');
    const started = performance.now();
    whole.proceed();
    await whole.reach('published');
    const duration = performance.now() - started;
    await whole.kill();
    expect(await kill().outcome()).toBe('new');
    for (const share of SHARES_OF_A_RUN) {
      const child = kill().start(['loading', 'published']);
      await child.reach('loading');
      child.proceed();
      await new Promise((resolve) => setTimeout(resolve, duration * share));
      await child.kill();
      await kill().outcome();
    }
  });
}
