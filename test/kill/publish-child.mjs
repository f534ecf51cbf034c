// Publishes a result as a run does, through the built adapter and engine, stopping at the steps named in the input.
import { createInterface } from 'node:readline';
import { openDuckDbEngine } from '#dvt/compute/duckdb/index.js';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const input = JSON.parse((await lines.next()).value);

async function at(step) {
  console.log(`at ${step}`);
  if (input.waitAt.includes(step)) await lines.next();
}

const { adapter } = await import(`#dvt/adapters/${input.type}/index.js`);
const engine = openDuckDbEngine({ directory: input.directory, stagingOnDisk: false, memoryLimit: '256MB', threads: 1 });
await engine.openNamespace({ id: 'child', relations: [] });
const session = await engine.sql();
const columns = await session.columns(input.sql);
const connection = await adapter.connect({
  name: 'child',
  profile: Object.fromEntries(
    Object.entries(input.profile).map(([field, value]) => [field, adapter.fields[field].schema.parse(value)]),
  ),
  readOnly: false,
  projectDir: input.directory,
  engine: () => engine.sql(),
  notice: () => {},
});
await at('connected');
const lease = await connection.target.lease(input.runId);
await at('leased');
const plan = await connection.target.load(input.staging, columns, { columnTypes: new Map() });
await at('loading');
const { rows } = await engine.load({ namespace: 'child', sql: input.sql }, plan);
await at('loaded');
await connection.target.publishTable(input.staging, input.final, {
  runId: input.runId,
  rows,
  onDependents: 'recreate',
});
await at('published');
await lease.release();
await connection.close();
await engine.close();
await at('finished');
process.exit();
