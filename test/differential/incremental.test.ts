import { differential } from './differential.js';
import type { Step } from './suite.js';

const round = (number: number, ...args: readonly string[]): Step => ({
  args: ['run', '--vars', `{round: ${number}}`, ...args],
});

const BATCHES = ['--select', 'events', 'by_day', 'by_month'];

differential({
  project: 'incremental',
  steps: [
    round(1, '--exclude', 'batches'),
    round(2, '--exclude', 'batches'),
    round(3, '--exclude', 'batches'),
    round(4, '--exclude', 'batches'),
    round(2, '--exclude', 'batches', '--full-refresh'),
    round(1, ...BATCHES, '--event-time-start', '2024-01-01', '--event-time-end', '2024-01-05'),
    round(2, ...BATCHES, '--event-time-start', '2024-01-02', '--event-time-end', '2024-01-04'),
    round(2, ...BATCHES, '--event-time-start', '2024-01-02'),
    round(2, ...BATCHES, '--event-time-start', '2024-01-03', '--event-time-end', '2024-01-04', '--full-refresh'),
    { args: ['compile', '--select', 'replace', 'merge', '--vars', '{round: 1}'], compiled: true },
  ],
});
