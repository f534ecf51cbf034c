// Left: seconds of every query, both sides. Right: every goal, with the figure as a share of it.
import { bar, COLORS, line, picture, text } from './svg.mjs';

const ROW = 22;
const TOP = 70;
const LEFT = { label: 40, from: 48, width: 380 };
const RIGHT = { label: 480, from: 900, width: 200, goalAt: 1 };
const MOST = 2;

export function performancePlot({ of, find }, goals) {
  const names = [...new Set(of('queries').map(({ work }) => work))].filter((name) => /^[qs]\d+$/.test(name));
  const height = TOP + ROW * Math.max(names.length, goals.length, 1) + 30;
  const parts = [...queries(names, find), ...shares(goals)];
  return picture(1140, height, 'dvt beside its peers', parts);
}

function queries(names, find) {
  const both = names.map((name) => [find('queries', name, 'dvt'), find('queries', name, 'DuckDB scanners')]);
  const most = Math.max(...both.flat().map((one) => one?.seconds ?? 0), 0.001);
  const parts = [
    text(LEFT.from, 24, 'Each query alone, seconds', { size: 14, weight: 'bold' }),
    bar(LEFT.from, 38, 10, 10, COLORS.dvt),
    text(LEFT.from + 14, 47, 'dvt'),
    bar(LEFT.from + 50, 38, 10, 10, COLORS.peer),
    text(LEFT.from + 64, 47, 'DuckDB scanners'),
  ];
  names.forEach((name, i) => {
    const y = TOP + i * ROW;
    parts.push(text(LEFT.label, y + 11, name, { anchor: 'end' }));
    [COLORS.dvt, COLORS.peer].forEach((color, side) => {
      const seconds = both[i][side]?.seconds ?? 0;
      const width = (seconds / most) * LEFT.width;
      parts.push(bar(LEFT.from, y + side * 8, width, 7, color));
      parts.push(text(LEFT.from + width + 4, y + side * 8 + 7, seconds.toFixed(2), { size: 8 }));
    });
  });
  return parts;
}

function shares(goals) {
  const at = (share) => RIGHT.from + (Math.min(share, MOST) / MOST) * RIGHT.width;
  const parts = [
    text(RIGHT.label, 24, 'Every goal: the figure as a share of what it may be', { size: 14, weight: 'bold' }),
    line(at(1), TOP - 8, at(1), TOP + goals.length * ROW, COLORS.goal, '4 3'),
    text(at(1), TOP - 14, 'goal', { anchor: 'middle', color: COLORS.goal }),
  ];
  goals.forEach(({ name, value, goal, met }, i) => {
    const y = TOP + i * ROW;
    parts.push(text(RIGHT.from - 8, y + 11, name, { anchor: 'end' }));
    if (value === null) return;
    parts.push(bar(RIGHT.from, y + 2, at(value / goal) - RIGHT.from, 11, met ? COLORS.dvt : COLORS.goal));
    parts.push(text(at(value / goal) + 4, y + 11, `${Math.round((100 * value) / goal)} %`, { size: 9 }));
  });
  return parts;
}
