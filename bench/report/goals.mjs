// The goals of the project's issues, each with the figure it is held against.

const PG = ['extract', 'lineitem from PostgreSQL'];
const MY = ['extract', 'lineitem_copy from MariaDB'];
const MODELS = ['models', '22 models in one run'];
const SCANNERS = 'DuckDB scanners';
const FILE_SCANNER = 'DuckDB scanner into a file';

const GOALS = [
  ratio('extraction from PostgreSQL, to psql COPY binary', PG, 'psql COPY binary', 1.1),
  ratio('extraction from PostgreSQL, to the scanner into a file', PG, FILE_SCANNER, 0.85),
  figure('extraction from PostgreSQL, memory', PG, 'dvt', 'peak_mb', 400, 'MB'),
  ratio('extraction from MariaDB, to the scanner into a file', MY, FILE_SCANNER, 0.85),
  ratio('extraction from MariaDB, to mariadb --quick', MY, 'mariadb --quick', 1.25),
  ratio('write-back to PostgreSQL, to psql COPY binary', ['write', 'lineitem to PostgreSQL'], 'psql COPY binary', 1.25),
  ratio('write-back to MariaDB, to LOAD DATA', ['write', 'lineitem to MariaDB'], 'LOAD DATA LOCAL csv', 1.15),
  {
    name: 'each of the 22 queries alone, the largest ratio',
    goal: 1.3,
    unit: 'x',
    of: (sittings) => queryLines(sittings),
    value: (sittings) => Math.max(...queryRatios(sittings).map(({ ratio: one }) => one)),
    tells: (sittings) => worst(queryRatios(sittings)),
  },
  ratio('the 22 queries alone, together', ['queries', '22 queries'], SCANNERS, 0.75),
  figure('the 22 queries alone, fetched', ['queries', '22 queries'], 'dvt', 'fetched_mb', 2000, 'MB'),
  ratio('s1, five parts', ['queries', 's1'], SCANNERS, 0.25),
  ratio('s2, top ten across servers', ['queries', 's2'], SCANNERS, 0.8),
  ratio('s3, count by flag', ['queries', 's3'], SCANNERS, 0.8),
  // 1.0 without partial aggregation below joins, which is built.
  ratio('s4, join with a small answer', ['queries', 's4'], SCANNERS, 0.6),
  {
    name: 'the 22 as models of one run, to the scanners for the queries alone',
    goal: 0.4,
    unit: 'x',
    of: dvtLines(...MODELS, 'dvt run'),
    value: ({ find }) => find(...MODELS, 'dvt run')?.seconds / find('queries', '22 queries', SCANNERS)?.seconds,
    tells: ({ find }) => pair(find(...MODELS, 'dvt run'), find('queries', '22 queries', SCANNERS)),
  },
  figure('the 22 as models of one run, fetched', MODELS, 'dvt run', 'fetched_mb', 1400, 'MB'),
  figure(
    'the 22 under memory_limit 500MB, memory',
    ['memory', '22 queries, memory_limit 500MB'],
    'dvt run',
    'peak_mb',
    700,
    'MB',
  ),
  figure('dvt --version', ['start', '--version'], 'dvt', 'seconds', 0.15, 's'),
  figure('run of one model', ['start', 'run of one model'], 'dvt', 'seconds', 0.7, 's'),
  figure('run of 1,000 views, 2 threads', ['start', 'run of 1,000 views, 2 threads'], 'dvt', 'seconds', 7, 's'),
  figure('parse of 1,000 models, cold', ['parse', '1,000 models, cold'], 'dvt', 'seconds', 2, 's'),
  figure(
    'parse of 1,000 models, nothing changed',
    ['parse', '1,000 models, nothing changed'],
    'dvt',
    'seconds',
    0.6,
    's',
  ),
  figure('parse of 5,000 models, cold', ['parse', '5,000 models, cold'], 'dvt', 'seconds', 10, 's'),
];

/** dvt's seconds to a peer's. */
function ratio(name, [piece, work], peer, goal) {
  return {
    name,
    goal,
    unit: 'x',
    of: dvtLines(piece, work, 'dvt'),
    value: ({ find }) => find(piece, work, 'dvt')?.seconds / find(piece, work, peer)?.seconds,
    tells: ({ find }) => pair(find(piece, work, 'dvt'), find(piece, work, peer)),
  };
}

function figure(name, [piece, work], tool, key, goal, unit) {
  const value = ({ find }) => find(piece, work, tool)?.[key];
  return { name, goal, unit, of: dvtLines(piece, work, tool), value, tells: () => '' };
}

function pair(one, other) {
  return one?.seconds === undefined || other?.seconds === undefined
    ? ''
    : `${one.seconds.toFixed(2)} s to ${other.seconds.toFixed(2)} s`;
}

function worst(ratios) {
  return ratios
    .filter(({ ratio: one }) => one > 1)
    .map(({ work, ratio: one }) => `${work} ${one.toFixed(2)}`)
    .join(', ');
}

/** What has to be right for a goal: the line itself, or for a sum over queries each of them. */
function dvtLines(piece, work, tool) {
  return (sittings) => {
    if (piece === 'queries' && work === '22 queries') return queryLines(sittings);
    return [sittings.find(piece, work, tool)].filter((line) => line !== undefined);
  };
}

const queryLines = ({ of }) => of('queries').filter(({ work, tool }) => /^q\d\d$/.test(work) && tool === 'dvt');

/** dvt's seconds of each of the 22 to the scanners'. */
function queryRatios(sittings) {
  return queryLines(sittings).map(({ work, seconds }) => ({
    work,
    ratio: seconds / sittings.find('queries', work, SCANNERS)?.seconds,
  }));
}

/** Every goal with its figure; `met` is null where it was not measured. A wrong result meets nothing. */
export function judged(sittings) {
  return GOALS.map((goal) => {
    const value = goal.value(sittings);
    const known = Number.isFinite(value);
    const wrong = goal.of(sittings).filter(({ right }) => right === false);
    const met = known ? value <= goal.goal && wrong.length === 0 : null;
    const tells = wrong.length > 0 ? `wrong result: ${wrong.map(({ work }) => work).join(', ')}` : goal.tells(sittings);
    return { ...goal, value: known ? value : null, met, tells };
  });
}
