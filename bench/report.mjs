// Turns the JSON lines of one sitting (bench/run) into docs/performance.md.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

const lines = readFileSync(process.argv[2], 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const find = (tool, work) => lines.find((line) => line.tool === tool && line.work === work);
const version = (command, ...args) => execFileSync(command, args, { encoding: 'utf8' }).trim().split('\n')[0];

const SECTIONS = [
  {
    title: 'Extraction of `lineitem` (6.0M rows, 16 columns) from PostgreSQL',
    base: ['psql COPY binary', 'read lineitem'],
    others: [
      ['dvt', 'extract lineitem pg'],
      ['duckdb scanner, on disk', 'extract lineitem pg'],
    ],
    note: 'psql reads to nowhere; dvt fills its on-disk staging with two splits under `memory_limit 256MB`; the scanner fills a DuckDB file. Goal: 1.25.',
  },
  {
    title: 'Extraction of `lineitem_copy` (the same rows) from MariaDB',
    base: ['mariadb --quick', 'read lineitem_copy'],
    others: [
      ['dvt', 'extract lineitem_copy my'],
      ['duckdb scanner, no compression, on disk', 'extract lineitem_copy my'],
    ],
    note: 'mariadb reads to nowhere, the others as above. Goal: 1.25.',
  },
  {
    title: 'Write-back of 6.0M rows to PostgreSQL',
    base: ['psql COPY binary', 'write lineitem pg'],
    others: [
      ['dvt', 'write lineitem pg'],
      ['duckdb scanner', 'write lineitem pg'],
    ],
    note: 'psql loads a ready file; dvt and the scanner read a DuckDB table; dvt verifies the rows and publishes by an atomic swap. Goal: 1.4.',
  },
  {
    title: 'Write-back of 6.0M rows to MariaDB',
    base: ['LOAD DATA LOCAL csv', 'write lineitem my'],
    others: [
      ['dvt', 'write lineitem my'],
      ['duckdb scanner, no compression', 'write lineitem my'],
    ],
    note: 'Goal: 1.3.',
  },
];

function table({ base, others, note, title }) {
  const first = find(...base);
  if (!first || first.error) return `## ${title}\n\nNot measured.\n`;
  const rows = [base, ...others].map((key) => {
    const line = find(...key);
    if (!line) return `| ${key[0]} | not run | | | | |`;
    if (line.error) return `| ${key[0]} | failed: ${line.error} | | | | |`;
    const ratio = (line.seconds / first.seconds).toFixed(2);
    return `| ${key[0]} | ${line.seconds.toFixed(1)} | ${ratio} | ${line.cpu_s} | ${line.server_cpu_s ?? ''} | ${line.peak_rss_mb} |`;
  });
  return [
    `## ${title}`,
    '',
    '| tool | seconds | ratio | client CPU s | servers CPU s | peak MB |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
    note,
    '',
  ].join('\n');
}

const loads = lines.map((line) => line.load).filter((load) => load !== undefined);
process.stdout.write(`# Performance

Written by \`bench/run\` on ${new Date().toISOString().slice(0, 10)}: every tool in one sitting, on the same data (TPC-H SF1), over loopback; each row is
the median of its runs as a whole process, connecting and closing included. Ratios are to the first row of a table and
are what to compare: seconds move with the machine.

Machine: ${cpus().length} cores (${cpus()[0].model.trim()}), shared by clients and servers, ${Math.round(totalmem() / 2 ** 30)} GiB. Node ${process.versions.node},
${version('psql', '--version')}, ${version('mariadb', '--version').replace(/,.*/, '')}. One-minute load before the runs: ${Math.min(...loads)} to ${Math.max(...loads)}.

${SECTIONS.map(table).join('\n')}`);
