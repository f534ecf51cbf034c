// Seconds and memory of the same run over growing data, both axes logarithmic: a straight line of slope one is linear growth.
import { COLORS, line, picture, text } from './svg.mjs';

const PANEL = { width: 400, height: 260, top: 50, left: 60, between: 110 };

/** @param lines one for each size, the smallest first */
export function scalePlot(lines) {
  const xs = lines.map((one) => one.lineitem_rows);
  const parts = [
    ...panel(
      0,
      'seconds',
      xs,
      lines.map((one) => one.seconds),
      { grows: true },
    ),
    ...panel(
      1,
      'peak memory, MB',
      xs,
      lines.map((one) => one.peak_mb),
      { grows: false },
    ),
  ];
  return picture(
    2 * PANEL.width + PANEL.left + PANEL.between + 40,
    PANEL.height + PANEL.top + 60,
    'Growth with the data',
    parts,
  );
}

function panel(index, title, xs, ys, { grows }) {
  const left = PANEL.left + index * (PANEL.width + PANEL.between);
  const bottom = PANEL.top + PANEL.height;
  const scaleX = logarithmic(xs, left, left + PANEL.width);
  const scaleY = logarithmic(ys, bottom, PANEL.top);
  const parts = [text(left, PANEL.top - 20, title, { size: 14, weight: 'bold' })];
  for (const tick of scaleX.ticks) {
    parts.push(line(scaleX(tick), PANEL.top, scaleX(tick), bottom, COLORS.grid));
    parts.push(text(scaleX(tick), bottom + 16, `${(tick / 1e6).toLocaleString('en-US')} M`, { anchor: 'middle' }));
  }
  for (const tick of scaleY.ticks) {
    parts.push(line(left, scaleY(tick), left + PANEL.width, scaleY(tick), COLORS.grid));
    parts.push(text(left - 6, scaleY(tick) + 4, tick.toLocaleString('en-US'), { anchor: 'end' }));
  }
  parts.push(text(left + PANEL.width / 2, bottom + 34, 'rows of lineitem', { anchor: 'middle' }));
  if (grows) parts.push(...linear(xs, ys, scaleX, scaleY));
  const points = xs.map((x, i) => `${scaleX(x).toFixed(1)},${scaleY(ys[i]).toFixed(1)}`);
  parts.push(`<polyline points="${points.join(' ')}" fill="none" stroke="${COLORS.dvt}" stroke-width="2"/>`);
  xs.forEach((x, i) => {
    parts.push(`<circle cx="${scaleX(x).toFixed(1)}" cy="${scaleY(ys[i]).toFixed(1)}" r="4" fill="${COLORS.dvt}"/>`);
    parts.push(text(scaleX(x) + 6, scaleY(ys[i]) - 6, ys[i].toLocaleString('en-US', { maximumFractionDigits: 1 })));
  });
  return parts;
}

/** What exactly proportional growth from the middle size on would be. */
function linear(xs, ys, scaleX, scaleY) {
  const middle = Math.floor(xs.length / 2);
  const at = (x) => (ys[middle] / xs[middle]) * x;
  const [from, to] = [xs[middle], xs.at(-1)];
  return [
    line(scaleX(from), scaleY(at(from)), scaleX(to), scaleY(at(to)), COLORS.goal, '4 3'),
    text(scaleX(to) - 6, scaleY(at(to)) - 8, 'linear', { anchor: 'end', color: COLORS.goal }),
  ];
}

function logarithmic(values, from, to) {
  const low = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...values) * 1.001));
  const scale = (value) =>
    from + ((Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))) * (to - from);
  scale.ticks = [];
  for (let tick = low; tick <= high * 1.001; tick *= 10) scale.ticks.push(tick);
  return scale;
}
