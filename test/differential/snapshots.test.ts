import { differential } from './differential.js';
import type { Step } from './suite.js';

const round = (number: number): readonly Step[] => [
  { args: ['run', '--select', 'people', '--vars', `{round: ${number}}`] },
  { args: ['snapshot', '--vars', `{round: ${number}}`] },
];

differential({
  project: 'snapshots',
  steps: (kind) => [
    {
      args: ['run', '--select', 'people'],
      sql: `create schema if not exists ${kind === 'duckdb' ? 'main' : 'dev'}; create table ${kind === 'duckdb' ? 'main' : 'dev'}.log (what varchar(50))`,
    },
    ...round(1).slice(1),
    ...round(2),
    ...round(3),
    ...round(3).slice(1),
    ...round(4),
    { args: ['run', '--select', 'current'] },
    { args: ['snapshot', '--full-refresh', '--select', 'by_time', '--vars', '{round: 4}'] },
    { args: ['build', '--vars', '{round: 2}', '--select', 'people+', '--exclude', 'without_key'] },
  ],
});
