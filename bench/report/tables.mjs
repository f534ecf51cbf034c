// Tables of figures in Markdown.

const NUMBER = { seconds: 2, cpu_s: 1, server_cpu_s: 1, peak_mb: 0, rows: 0, fetched_mb: 1 };

const shown = (line, key) => (line[key] === undefined ? '' : line[key].toLocaleString('en-US', digits(NUMBER[key])));
const digits = (count) => ({ minimumFractionDigits: count, maximumFractionDigits: count });

const COLUMNS = [
  ['client CPU s', 'cpu_s'],
  ['servers CPU s', 'server_cpu_s'],
  ['peak MB', 'peak_mb'],
  ['rows', 'rows'],
  ['fetched MB', 'fetched_mb'],
];

/** The figures of one work, every tool beside the first one, which is what ratios are to. */
export function workTable(lines, title = 'tool') {
  const [base] = lines;
  const columns = COLUMNS.filter(([, key]) => lines.some((line) => line[key] !== undefined));
  const head = [title, 'seconds', 'ratio', ...columns.map(([name]) => name), 'runs', ''];
  const rows = lines.map((line) => {
    const figures = columns.map(([, key]) => shown(line, key));
    const said = [line.error?.replaceAll('|', '/'), verdict(line), line.note].filter(Boolean).join('; ');
    if (line.error !== undefined) return [line.tool, 'failed', '', ...figures, '', said];
    const ratio = base.seconds === undefined ? '' : (line.seconds / base.seconds).toFixed(2);
    return [line.tool, shown(line, 'seconds'), ratio, ...figures, String(line.all_seconds?.length ?? ''), said];
  });
  return table(head, rows);
}

/** What was checked: a wrong answer is not a fast one. */
function verdict({ right }) {
  if (right === undefined) return '';
  if (right === false) return '**WRONG RESULT**';
  return right === 'padded' ? 'right but for padding' : 'right';
}

/** Both sides of every query. */
export function queryTable({ find }, names, [one, other]) {
  const rows = names.map((name) => {
    const [left, right] = [find('queries', name, one), find('queries', name, other)];
    if (left === undefined || right === undefined) return [name, 'not measured'];
    const result = [left, right].map(verdict);
    return [
      name,
      left.seconds.toFixed(2),
      right.seconds.toFixed(2),
      (left.seconds / right.seconds).toFixed(2),
      left.fetched_mb.toFixed(1),
      right.fetched_mb.toFixed(1),
      left.rows === undefined ? '' : String(left.rows),
      result[0] === result[1] ? result[0] : `${one}: ${result[0]}; ${other}: ${result[1]}`,
    ];
  });
  return table(
    ['query', `${one} s`, `${other} s`, 'ratio', `${one} fetched MB`, `${other} fetched MB`, 'answer rows', ''],
    rows,
  );
}

/** Every goal beside its figure. */
export function goalTable(goals) {
  const rows = goals.map(({ name, goal, unit, value, met, tells }) => [
    name,
    unit === 'x' ? `${goal.toFixed(2)}x` : `${goal.toLocaleString('en-US')} ${unit}`,
    value === null ? 'not measured' : withUnit(value, unit),
    met === null ? '' : met ? 'met' : '**missed**',
    tells,
  ]);
  return table(['work', 'at most', 'measured', '', ''], rows);
}

function withUnit(value, unit) {
  if (unit === 'x') return `${value.toFixed(2)}x`;
  return `${unit === 'MB' ? Math.round(value).toLocaleString('en-US') : value.toFixed(2)} ${unit}`;
}

export function table(head, rows) {
  const line = (cells) => `| ${head.map((_, i) => cells[i] ?? '').join(' | ')} |`;
  return [
    line(head),
    line(head.map((_, i) => (i === 0 || head[i] === '' ? '---' : '---:'))),
    ...rows.map(line),
    '',
  ].join('\n');
}
