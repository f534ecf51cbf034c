// The page: what was measured, on what, and how it stands beside the goals.
import { goalTable, queryTable, table, workTable } from './tables.mjs';

const TOOLS = ['dvt', 'DuckDB scanners'];

const SECTIONS = [
  {
    title: 'Extraction',
    piece: 'extract',
    works: ['lineitem from PostgreSQL', 'lineitem_copy from MariaDB'],
    note: `Six million rows of sixteen columns. psql and mariadb read to nowhere; dvt fills its on-disk staging, over two splits under
\`memory_limit 256MB\`; the scanner fills a table of a DuckDB file. Sums over numbers,
dates and texts of all rows are compared, after the time.`,
  },
  {
    title: 'Write-back',
    piece: 'write',
    works: ['lineitem to PostgreSQL', 'lineitem to MariaDB', 'orders to MariaDB'],
    note: `From a local DuckDB table into a new table; psql and \`LOAD DATA\` load a ready file. dvt verifies the rows and publishes by an atomic
swap. Sums over the written table are compared, after the time. DuckDB's extension needs minutes for lineitem in MariaDB, so
it stands beside the others over orders, 1.5 million rows.`,
  },
  {
    title: 'Twenty-two models in one run',
    piece: 'models',
    works: ['22 models in one run'],
    note: `\`dvt run\` as a whole process: starting, connecting, planning, fetching, computing and publishing 22 tables in PostgreSQL. What
was published is compared row by row. The first row is the scanners' time for the queries alone, from the section above.`,
    beside: ({ find }) => find('queries', '22 queries', 'DuckDB scanners'),
  },
  {
    title: 'Memory',
    piece: 'memory',
    works: ['22 queries, memory_limit 500MB'],
    note: 'The largest resident set of the whole process. Both sides under the same `memory_limit`; the scanners publish nothing.',
  },
  {
    title: 'Starting',
    piece: 'start',
    works: ['--version', 'run of one model', 'run of 1,000 views, 2 threads'],
    note: `Views in chains of ten on a DuckDB file. Every view is looked for afterwards. dbt's thousand views are run once, the rest as often as
the table says.`,
  },
  {
    title: 'Parsing',
    piece: 'parse',
    works: [
      '1,000 models, cold',
      '1,000 models, nothing changed',
      '5,000 models, cold',
      '5,000 models, nothing changed',
    ],
    note: 'Models with sources, refs, loops, macros, described columns and tests, from `bench/dbt-project.mjs`. Cold: without a `target` folder. The number of models in `manifest.json` is compared; dbt parses once, since one run is long.',
  },
];

export function page(sittings, goals) {
  const parts = [head(sittings), '## Goals\n', goalTable(goals), '![Every query and every goal](performance.svg)\n'];
  const [extraction, writeback, ...rest] = SECTIONS;
  parts.push(section(sittings, extraction), section(sittings, writeback), queries(sittings));
  parts.push(...rest.map((one) => section(sittings, one)), scale(sittings));
  return `${parts.join('\n').trimEnd()}\n`;
}

function head({ main, ends, of }) {
  const loads = ['extract', 'write', 'queries', 'models', 'start']
    .flatMap((piece) => of(piece))
    .map(({ load }) => load);
  const known = loads.filter((load) => load !== undefined);
  const { machine, versions } = main;
  const minutes = ends.has(main.sitting) ? `, ${Math.round(ends.get(main.sitting) / 60)} minutes` : '';
  return `# Performance

Written by \`bench/run\` (sitting ${main.sitting}${minutes}) and \`bench/scale\`: every tool in turns in one sitting, on the same data (TPC-H
SF${main.scale_factor}; lineitem, orders and customer in PostgreSQL, the rest in MariaDB), over loopback. Ratios are what to compare: seconds
move with the machine. Each figure is the median of the runs its table names, each a whole process, connecting and closing
included; memory is the largest resident set of all of them; CPU of the servers is what both spent meanwhile. Bytes are counted
on the sockets, by a process between client and servers in a run of its own that is not timed. Nothing is tuned to these queries.
Every result is compared with DuckDB's over complete local tables, and a wrong one is shown as wrong.

Machine: ${machine.cores} cores (${machine.processor}), shared by clients and servers, ${machine.memory_gb} GiB, ${machine.system}. ${Object.entries(
    versions,
  )
    .map(([name, value]) => `${name} ${value}`)
    .join(
      '; ',
    )}. One-minute load before the runs: ${Math.min(...known)} to ${Math.max(...known)} (the work measured adds to it).

The figures themselves are in [performance.jsonl](performance.jsonl); \`bench/run --page\` writes this page from them.
`;
}

function section(sittings, { title, piece, works, note, beside }) {
  const measured = works.filter((work) => sittings.of(piece, work).length > 0);
  if (measured.length === 0) return `## ${title}\n\nNot measured.\n`;
  const first = [beside?.(sittings)].filter((line) => line !== undefined);
  const tables = measured.map((work) => {
    const heading = works.length > 1 ? `**${work}**\n\n` : '';
    return `${heading}${workTable([...first, ...sittings.of(piece, work)])}`;
  });
  return `## ${title}\n\n${note}${from(sittings, piece)}\n\n${tables.join('\n')}`;
}

function queries(sittings) {
  const names = [...new Set(sittings.of('queries').map(({ work }) => work))];
  if (names.length === 0) return '## Each query alone\n\nNot measured.\n';
  const listed = [...names.filter((name) => /^[qs]\d/.test(name) && name !== 's1 to s4'), '22 queries', 's1 to s4'];
  return `## Each query alone

One after another in one process for each side, connections open before. dvt's time begins when the answer before is complete, so it
holds compiling, planning and all that is asked of the sources; it ends with the last row of the answer. Default settings on both
sides, the scanners' MariaDB connection not compressed; medians of passes made in turns. s1 joins five parts with lineitem, s2 is a
top ten across servers, s3 a count by flag, s4 a full join with a small answer.${from(sittings, 'queries')}

${queryTable(sittings, listed, TOOLS)}
${workTable(sittings.of('queries', 'whole pass'), 'whole pass')}`;
}

function scale(sittings) {
  const lines = sittings.of('scale');
  if (lines.length === 0) return '## Growth\n\nNot measured.\n';
  const rows = lines.map((line) =>
    line.error === undefined
      ? [
          line.work,
          line.lineitem_rows.toLocaleString('en-US'),
          line.seconds.toFixed(1),
          ((line.seconds * 1e6) / line.lineitem_rows).toFixed(2),
          line.cpu_s.toFixed(1),
          line.server_cpu_s?.toFixed(1) ?? '',
          String(line.peak_mb),
          line.rows.toLocaleString('en-US'),
          line.right === true ? 'right' : '**WRONG RESULT**',
        ]
      : [line.work, 'failed', line.error],
  );
  const columns = [
    '',
    'rows of lineitem',
    'seconds',
    'seconds a million',
    'client CPU s',
    'servers CPU s',
    'peak MB',
    'rows fetched',
    '',
  ];
  return `## Growth

\`bench/scale\`: the same run under \`memory_limit: 1GB\`, \`pushdown: filters\`: three models that together fetch every column and row of lineitem
from PostgreSQL and join it with part from MariaDB; one of them publishes a row for each part. Totals are compared with the
servers' own.${from(sittings, 'scale')}

${table(columns, rows)}
![Seconds and memory over rows](performance-scale.svg)
`;
}

/** Says so where a piece is of another sitting than the page. */
function from({ main, sittingOf }, piece) {
  const own = sittingOf(piece);
  return own === main.sitting ? '' : ` Measured in the sitting ${own}.`;
}
