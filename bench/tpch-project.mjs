// The 22 queries of TPC-H as a dvt project over the servers of bench/run, lineitem, orders and customer in PostgreSQL and
// the other tables in MariaDB.
//   node bench/tpch-project.mjs make DIRECTORY [q03 s1 ...]  writes the project with these queries, or the 22; its models
//                                                       are published in dvt_tpch of PostgreSQL. `warm` opens both connections
//   node bench/tpch-project.mjs run DIRECTORY           all of them in one `dvt run`: seconds, bytes fetched by source
//   node bench/tpch-project.mjs each DIRECTORY [q03 ...]  each in a run of its own: seconds of extracting and computing, bytes
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const HERE = dirname(fileURLToPath(import.meta.url));
const BIN = join(HERE, '..', 'bin', 'dvt.cjs');
const TARGET = process.env.TPCH_TARGET ?? 'dvt_tpch';
const TABLES = {
  pg: ['lineitem', 'orders', 'customer'],
  my: ['part', 'supplier', 'partsupp', 'nation', 'region'],
};
const env = process.env;
// Read by dvt as it starts, so that one project can be led through other ports.
const variable = (name, otherwise) => `"{{ env_var('${name}', '${otherwise}') }}"`;
const PG = `host: ${variable('PG_HOST', '127.0.0.1')}, port: ${variable('PG_PORT', 55432)}, user: ${variable('PG_USER', 'postgres')}, password: '', sslmode: disable`;
const MY = `host: ${variable('MYSQL_HOST', '127.0.0.1')}, port: ${variable('MYSQL_PORT', 53306)}, user: ${variable('MYSQL_USER', 'bench')}, password: ${variable('MYSQL_PASSWORD', 'bench')}, database: bench, ssl_mode: DISABLED`;
const WARM = `select count(*) as n from {{ source('pg', 'customer') }} c join {{ source('my', 'nation') }} n on c_nationkey = n_nationkey\n`;

const queryNames = async () =>
  (await readdir(join(HERE, 'tpch'))).filter((name) => /^q\d\d\.sql$/.test(name)).map((name) => name.slice(0, 3));

async function make(directory, names) {
  await mkdir(join(directory, 'models'), { recursive: true });
  const threads = env.THREADS ?? 4;
  const limit = env.MEMORY_LIMIT ? `compute: {duckdb: {memory_limit: ${env.MEMORY_LIMIT}}}\n` : '';
  await writeFile(join(directory, 'dvt_project.yml'), `name: tpch\nprofile: out\n${limit}`);
  await writeFile(
    join(directory, 'profiles.yml'),
    `out: {adapter: postgres, ${PG}, database: ${TARGET}, schema: public, threads: ${threads}}\n` +
      `pg: {adapter: postgres, ${PG}, database: bench, schema: public}\nmy: {adapter: mysql, ${MY}}\n`,
  );
  const sources = Object.entries(TABLES).map(
    ([name, tables]) =>
      `  - {name: ${name}, profile: ${name}, tables: [${tables.map((t) => `{name: ${t}}`).join(', ')}]}`,
  );
  await writeFile(join(directory, 'models', 'sources.yml'), `sources:\n${sources.join('\n')}\n`);
  for (const name of names.length > 0 ? names : await queryNames()) {
    await writeFile(join(directory, 'models', `${name}.sql`), await model(name));
  }
}

/** A query with its tables as sources, wherever one stands in a FROM clause. */
async function model(name) {
  if (name === 'warm') return WARM;
  let sql = (await readFile(join(HERE, 'tpch', `${name}.sql`), 'utf8')).replace(/;\s*$/, '');
  for (const [source, tables] of Object.entries(TABLES)) {
    for (const table of tables) {
      const named = new RegExp(`(\\bfrom\\s+|\\bjoin\\s+|,\\s*)${table}\\b(?=\\s*(?:,|\\)|where|\\w|$))(?!\\.)`, 'gi');
      const call = `{{ source('${source}', '${table}') }}`;
      sql = sql.replace(named, (whole, before, at) => {
        const rest = sql.slice(at + whole.length).trimStart();
        const aliased = /^(?!where\b|group\b|order\b|left\b|join\b|on\b|limit\b)(?:as\s+)?[a-z_]\w*/i.test(rest);
        return `${before}${call}${aliased ? '' : ` ${table}`}`;
      });
    }
  }
  return sql;
}

const run = promisify(execFile);

async function dvt(directory, args) {
  const started = performance.now();
  const { stdout } = await run(process.execPath, [BIN, ...args], { cwd: directory, maxBuffer: 1 << 28 }).catch(
    (error) => error,
  );
  const seconds = (performance.now() - started) / 1000;
  const results = JSON.parse(await readFile(join(directory, 'target', 'run_results.json'), 'utf8')).results;
  return { seconds, stdout, results };
}

const extractions = (results) => results.flatMap((result) => result.adapter_response.extractions ?? []);
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

function bySource(results) {
  const sums = {};
  for (const { connection, bytes } of extractions(results)) sums[connection] = (sums[connection] ?? 0) + bytes;
  return sums;
}

async function all(directory) {
  const { seconds, results, stdout } = await dvt(directory, ['run', '--threads', String(env.THREADS ?? 4)]);
  const failed = results.filter((result) => result.status !== 'success');
  if (failed.length > 0) console.log(stdout);
  for (const one of extractions(results)) {
    console.log(
      `  ${one.relation.padEnd(24)} ${String(one.rows).padStart(9)} rows ${megabytes(one.bytes).padStart(7)} MB ${(one.milliseconds / 1000).toFixed(2).padStart(6)} s`,
    );
  }
  const sums = bySource(results);
  const total = Object.values(sums).reduce((sum, bytes) => sum + bytes, 0);
  console.log(
    `22 models: ${seconds.toFixed(2)} s, ${megabytes(total)} MB (${Object.entries(sums)
      .map(([name, bytes]) => `${name} ${megabytes(bytes)}`)
      .join(', ')}), ${failed.length} failed`,
  );
}

async function each(directory, names) {
  let total = 0;
  let sum = 0;
  for (const name of names.length > 0 ? names : await queryNames()) {
    const { results, stdout } = await dvt(directory, ['run', '--select', name]);
    const [result] = results;
    if (result.status !== 'success') console.log(stdout);
    const spans = result.timing.filter((timing) => ['extract', 'compute'].includes(timing.name));
    const from = Math.min(...spans.map((timing) => Date.parse(timing.started_at)));
    const to = Math.max(...spans.map((timing) => Date.parse(timing.completed_at)));
    const bytes = Object.values(bySource(results)).reduce((a, b) => a + b, 0);
    total += bytes;
    sum += to - from;
    const parts = extractions(results).map((one) => `${one.relation.split('.').at(-1)} ${one.rows}`);
    console.log(
      `${name} ${((to - from) / 1000).toFixed(2).padStart(6)} s ${megabytes(bytes).padStart(7)} MB  ${parts.join(', ')}`,
    );
  }
  console.log(`sum ${(sum / 1000).toFixed(2)} s, ${megabytes(total)} MB`);
}

const [work, directory, ...names] = process.argv.slice(2);
if (work === 'make') await make(directory, names);
else if (work === 'run') await all(directory);
else if (work === 'each') await each(directory, names);
else throw new Error('make, run or each, and a directory');
