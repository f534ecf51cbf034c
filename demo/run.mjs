// `npm run demo`: starts real databases that came with `npm ci`, loads the shop's data, and runs dvt on it as a person would.
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCustomers, loadOrders } from './data.mjs';
import { startPostgres } from './postgres.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const work = await mkdtemp(join(tmpdir(), 'dvt-demo-'));
// PostgreSQL runs as another user when this is root's, and has to pass through.
await chmod(work, 0o711);
let server;

async function dvt(...args) {
  console.log(`\n$ dvt ${args.join(' ')}`);
  const code = await new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(root, 'bin/dvt.cjs'), ...args, '--project-dir', root, '--profiles-dir', work],
      {
        stdio: 'inherit',
        env: { ...process.env, POSTGRES_PASSWORD: server.password, DEMO_DIR: work },
      },
    );
    child.on('error', reject);
    child.on('exit', resolve);
  });
  if (code !== 0) throw new Error(`dvt ${args.join(' ')} ended with exit code ${code}`);
}

/** The names of profiles.example.yml, on the databases started here; SQLite stands in for MySQL. */
function profiles() {
  return `postgres_prod:
  adapter: postgres
  host: 127.0.0.1
  port: ${server.port}
  user: ${server.user}
  password: "{{ env_var('POSTGRES_PASSWORD') }}"
  database: production
  schema: public
mysql_legacy:
  adapter: sqlite
  path: "{{ env_var('DEMO_DIR') }}/orders.sqlite"
product_files:
  adapter: files
  path: demo/files
  format: csv
warehouse:
  target: dev
  outputs:
    dev: {type: duckdb, path: "{{ env_var('DEMO_DIR') }}/warehouse.duckdb"}
`;
}

const started = performance.now();
try {
  console.log('Loading 1,000 customers into PostgreSQL, and 20,000 orders into SQLite, in the place of MySQL ...');
  server = await startPostgres(join(work, 'postgres'));
  await loadCustomers(server);
  await loadOrders(join(work, 'orders.sqlite'));
  await writeFile(join(work, 'profiles.yml'), profiles(), { mode: 0o600 });

  await dvt('profiles', 'test', '--all');
  await dvt('plan');
  await dvt('run');
  await dvt('show', '--select', 'top_customers', '--limit', '5');
  await dvt('show', '--select', 'revenue_by_category', '--limit', '5');
  console.log(
    `\nDone in ${((performance.now() - started) / 1000).toFixed(1)} s. The models are in models/, the plan and results in target/.`,
  );
} catch (error) {
  console.error(`\nThe demo failed: ${error.message}`);
  process.exitCode = 1;
} finally {
  await server?.stop();
  await rm(work, { recursive: true, force: true });
}
