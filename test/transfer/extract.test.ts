import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { DvtError } from '#dvt/core/errors.js';
import { Permits } from '#dvt/core/permits.js';
import { INT64, Staged, task, VARCHAR } from './staged.js';

let staged: Staged;
beforeAll(() => {
  staged = new Staged();
});
afterAll(() => staged.close());

test.each([0, 1, 2047, 2048, 2049, 4096, 10_000])('%i rows', async (rows) => {
  const table = `rows_${rows}`;
  const result = await staged.extract(table, [INT64, VARCHAR], [task('counting', { rows, width: 40 })]);
  expect(result).toEqual({ rows, bytes: rows * 8 });
  const text = "count(*), sum(c0), count(distinct c1), max(length(c1)), bool_and(trim(c1, '.') = c0::varchar)";
  const expected = rows === 0 ? [0, null, 0, null, null] : [rows, (rows * (rows - 1)) / 2, rows, 40, true];
  const [found] = await staged.rows(table, [INT64, VARCHAR], `select ${text} from s.main.t`);
  expect(found!.map((value) => (value === null || typeof value === 'boolean' ? value : Number(value)))).toEqual(
    expected,
  );
});

test('splits of one relation end in one table', async () => {
  const tasks = [1000, 5000, 0].map((rows) => task('counting', { rows }));
  expect(await staged.extract('splits', [INT64], tasks)).toEqual({ rows: 6000, bytes: 48_000 });
  expect(await staged.rows('splits', [INT64], 'select count(*) from s.main.t')).toEqual([[6000]]);
});

test('a relation without columns has its rows', async () => {
  await staged.extract('none', [], [task('counting', { rows: 5000 })]);
  expect(await staged.rows('none', [], 'select count(*) from s.main.t')).toEqual([[5000]]);
});

test('1,000 columns', async () => {
  // DuckDB holds a block of 256 KiB for each.
  const roomy = new Staged({ memoryLimit: '576MB' });
  onTestFinished(() => roomy.close());
  const types = Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? INT64 : VARCHAR));
  const row = types.map((type, i) => (type === INT64 ? BigInt(i) : `a text in column ${i}`));
  await roomy.extract('wide', types, [task('rows', { rows: [row], repeat: 3000 })]);
  const sql = 'select count(*), sum(c998), min(c999), count(distinct c1) from s.main.t';
  expect(await roomy.rows('wide', types, sql)).toEqual([[3000, 2_994_000, 'a text in column 999', 1]]);
});

test('a row of 50 MB among short ones', async () => {
  const long = 'x'.repeat(50 << 20);
  const rows = [
    [1n, 'short'],
    [2n, long],
    [3n, 'after'],
  ];
  await staged.extract('long', [INT64, VARCHAR], [task('rows', { rows })]);
  const sql = 'select c0, length(c1), left(c1, 5) from s.main.t order by c0';
  expect(await staged.rows('long', [INT64, VARCHAR], sql)).toEqual([
    [1, 5, 'short'],
    [2, 50 << 20, 'xxxxx'],
    [3, 5, 'after'],
  ]);
});

test('a reader that fails half-way leaves no table, and the others of the relation end', async () => {
  const broken = task('counting', { rows: 1e9, failAt: 300_000 });
  const others = [task('counting', { rows: 1e12 }), task('counting', { rows: 1e12 })];
  const before = staged.released;
  await expect(staged.extract('broken', [INT64], [...others, broken])).rejects.toMatchObject({
    diagnostics: [{ code: 'DVT4999', message: 'the source broke', hint: 'mend it' }],
    terminal: true,
  });
  expect(staged.released).toBe(before + 1);
  await expect(staged.rows('broken', [INT64], 'from s.main.t')).rejects.toThrow(/does not exist/);
  // The name is free: nothing of the failed attempt is left.
  expect(await staged.extract('broken', [INT64], [task('counting', { rows: 10 })])).toMatchObject({ rows: 10 });
});

const readsOf = () => new SharedArrayBuffer(4);
const timesRead = (reads: SharedArrayBuffer) => new Int32Array(reads)[0];

test('a split whose fault may pass is read again, and it alone', async () => {
  const retries: string[] = [];
  const reads = [readsOf(), readsOf(), readsOf()];
  const tasks = [
    task('counting', { rows: 300_000, reads: reads[0] }),
    task('counting', { rows: 200_000, reads: reads[1], failAt: 150_000, fault: 'passing', heals: 3 }),
    task('counting', { rows: 100_000, reads: reads[2] }),
  ];
  const result = await staged.extract('retried', [INT64, VARCHAR], tasks, { onRetry: (e) => retries.push(e.message) });
  expect(result).toEqual({ rows: 600_000, bytes: 4_800_000 });
  expect(retries).toEqual(['the source broke', 'the source broke']);
  expect(reads.map(timesRead)).toEqual([1, 3, 1]);
  // Each number as often as there are splits that hold it.
  const sql =
    'select n, count(*), min(c0), max(c0) from (select c0, count(*) n from s.main.t group by 1) group by 1 order by 1';
  const found = await staged.rows('retried', [INT64, VARCHAR], sql);
  expect(found.map((row) => row.map(Number))).toEqual([
    [1, 100_000, 200_000, 299_999],
    [2, 100_000, 100_000, 199_999],
    [3, 100_000, 0, 99_999],
  ]);
});

test('tries of a split are limited', async () => {
  const reads = readsOf();
  const failing = task('counting', { rows: 9000, reads, failAt: 5000, fault: 'passing' });
  await expect(staged.extract('limited', [INT64], [failing])).rejects.toMatchObject({ message: 'the source broke' });
  expect(timesRead(reads)).toBe(5);
  await expect(staged.rows('limited', [INT64], 'from s.main.t')).rejects.toThrow(/does not exist/);
});

test('many splits run over as many readers as there are permits', async () => {
  const permits = new Permits(2);
  const meeting = new SharedArrayBuffer(8);
  const tasks = Array.from({ length: 20 }, () => task('counting', { rows: 20_000, meeting, meet: permits.total }));
  const one = staged.extract('queue_one', [INT64], tasks, { permits });
  const other = staged.extract('queue_other', [INT64], tasks, { permits });
  expect((await Promise.all([one, other])).map(({ rows }) => rows)).toEqual([400_000, 400_000]);
  const [reading, most] = new Int32Array(meeting);
  expect({ reading, most }).toEqual({ reading: 0, most: 2 });
});

test('a plan that fails for a passing reason is made again', async () => {
  let plans = 0;
  const result = await staged.extract('planned', [INT64], [], {
    permits: new Permits(1),
    plan: async () => {
      if (++plans < 2) throw new DvtError({ code: 'DVT4007', message: 'lost' }, { terminal: false });
      return { kind: 'read', tasks: [task('counting', { rows: 10 })], release: async () => {} };
    },
  });
  expect([plans, result.rows]).toEqual([2, 10]);
});

test.each([
  ['exit', /thread ended unexpectedly/],
  ['uncaught', /thread ended unexpectedly: thrown in a callback/],
])('a reader whose thread dies (%s) is an error', async (fault, message) => {
  const dying = task('counting', { rows: 1e9, failAt: 100_000, fault });
  await expect(staged.extract(`died_${fault}`, [INT64], [dying])).rejects.toThrow(message);
});

test('a module that cannot be loaded is an error', async () => {
  await expect(staged.extract('missing', [INT64], [task('no-such-reader', {})])).rejects.toThrow(/no-such-reader/);
});

test('what a client library says does not show a password', async () => {
  const secret = { host: 'db', password: 'p(a)ss$1' };
  const failing = task('counting', { rows: 10, failAt: 5, fault: 'secret', secret });
  const error = await staged.extract('secret', [INT64], [failing]).catch((e: DvtError) => e);
  expect((error as DvtError).message).toBe('Reading the source failed: cannot log in with ***');
});

/** A server that never answers, and the first connection to it. */
async function silentServer() {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const connected = once(server, 'connection').then(([socket]) => socket as Socket);
  return { port: (server.address() as AddressInfo).port, connected };
}

const stateOf = (state: SharedArrayBuffer) => ['starts', 'waits', 'closed'][new Int32Array(state)[0]!];

test('cancelled while its source is silent, a reader is cancelled on the server', async () => {
  const { port, connected } = await silentServer();
  const stop = new AbortController();
  const state = new SharedArrayBuffer(4);
  const tasks = [task('silent', { port, state }), task('counting', { rows: 1e12 })];
  const extraction = staged.extract('silent', [INT64], tasks, {
    signal: stop.signal,
    cancelOnServer: async (key) => {
      const socket = await connected;
      expect(key).toBe(socket.remotePort);
      socket.destroy();
    },
  });
  extraction.catch(() => {});
  await expect.poll(() => stateOf(state)).toBe('waits');
  stop.abort();
  await expect(extraction).rejects.toMatchObject({ code: 'DVT5001' });
  // A thread that is ended by force does not come to learn of it.
  expect(stateOf(state)).toBe('closed');
  await expect(staged.rows('silent', [INT64], 'from s.main.t')).rejects.toThrow(/does not exist/);
});

test('a reader that cannot be cancelled is ended', async () => {
  const { port } = await silentServer();
  const stop = new AbortController();
  const state = new SharedArrayBuffer(4);
  const extraction = staged.extract('deaf', [INT64], [task('silent', { port, state })], {
    signal: stop.signal,
    cancelOnServer: () => Promise.reject(new Error('the server cannot be reached')),
  });
  extraction.catch(() => {});
  await expect.poll(() => stateOf(state)).toBe('waits');
  stop.abort();
  await expect(extraction).rejects.toMatchObject({ code: 'DVT5001' });
  expect(stateOf(state)).toBe('waits');
});

test('an extraction that was aborted before it began plans nothing', async () => {
  const plan = () => Promise.reject(new Error('was planned'));
  const extraction = staged.extract('early', [INT64], [], { plan, signal: AbortSignal.abort() });
  await expect(extraction).rejects.toMatchObject({ code: 'DVT5001' });
});

test('20 extractions and long statements at once', async () => {
  await staged.engine.openNamespace({ id: 'long', relations: [] });
  const sql = 'select count(*) from range(30000000) a where hash(a.range) % 7 = 3';
  const statements = Array.from({ length: 6 }, () => staged.engine.query({ namespace: 'long', sql }, 1));
  const extractions = Array.from({ length: 20 }, (_, i) =>
    staged.extract(`many_${i}`, [INT64, VARCHAR], [task('counting', { rows: 20_000 + i, width: 100 })]),
  );
  const rows = (await Promise.all(extractions)).map((result) => result.rows);
  expect(rows).toEqual(Array.from({ length: 20 }, (_, i) => 20_000 + i));
  expect(new Set((await Promise.all(statements)).map((table) => table.rows[0]![0])).size).toBe(1);
});

test('closing the engine ends extractions and statements under way', async () => {
  const closing = new Staged();
  const types = [INT64, VARCHAR];
  let extraction: Promise<unknown> = Promise.resolve();
  const underWay = new Promise<void>((resolve) => {
    const tasks = [task('counting', { rows: 1e12, width: 50 })];
    extraction = closing.extract('endless', types, tasks, { onProgress: () => resolve() });
  });
  await closing.engine.openNamespace({ id: 'n', relations: [] });
  const query = closing.engine.query(
    { namespace: 'n', sql: 'select count(*) from range(1e15::bigint) a, range(9) b' },
    1,
  );
  const outcomes = Promise.allSettled([extraction, query]);
  await underWay;
  await closing.engine.close();
  for (const outcome of await outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'DVT5001' } });
  }
  await expect(closing.engine.dropStaged('endless')).rejects.toMatchObject({ code: 'DVT5103' });
  await closing.close();
});

test('progress is told, and ends with all rows', async () => {
  const seen: number[] = [];
  const onProgress = ({ rows }: { readonly rows: number }) => void seen.push(rows);
  await staged.extract('progress', [INT64], [task('counting', { rows: 500_000 })], { onProgress });
  expect(seen.at(-1)).toBe(500_000);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});
