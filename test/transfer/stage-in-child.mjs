import { readFileSync } from 'node:fs';
import { openDuckDbEngine } from '#dvt/compute/duckdb/index.js';
import { Permits } from '#dvt/core/permits.js';
import { SessionRoom } from '#dvt/core/session-room.js';
import { openTransfer } from '#dvt/transfer/index.js';

// Stages rows of about 220 bytes under a small memory limit, joins them with themselves, and prints the peak of memory.
const [, , directory, rows] = process.argv;
const engine = openDuckDbEngine({ directory, stagingOnDisk: true, memoryLimit: '128MB', threads: 2 });
const transfer = openTransfer();
const columns = [
  { name: 'id', type: { kind: 'int64' } },
  { name: 'text', type: { kind: 'varchar' } },
];
const module = new URL('./readers/counting.mjs', import.meta.url).href;
const tasks = [1, 2].map(() => ({ sql: '', module, data: { rows: Number(rows) / 2, width: 200 } }));
const staged = await transfer.extract({
  engine,
  table: 't',
  columns,
  permits: new Permits(2),
  room: new SessionRoom(() => {}),
  plan: async () => ({ kind: 'read', tasks, release: async () => {} }),
  cancelOnServer: async () => {},
});
const fetched = columns.map((column) => ({ ...column, fetched: true }));
await engine.openNamespace({
  id: 'n',
  relations: [{ catalog: 's', schema: 'm', identifier: 't', columns: fetched, from: { staged: 't' } }],
});
const sql = 'select count(*), sum(length(b.text)) from s.m.t a join s.m.t b on a.id = b.id and a.text = b.text';
const { rows: joined } = await engine.query({ namespace: 'n', sql }, 1);
await transfer.close();
await engine.close();
const peakMegabytes = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
process.stdout.write(JSON.stringify({ staged: staged.rows, joined: joined[0].map(Number), peakMegabytes }));
