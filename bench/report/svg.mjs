// What the plots have in common.

export const COLORS = { dvt: '#1f6feb', peer: '#9aa4af', goal: '#d1242f', ink: '#24292f', grid: '#d0d7de' };

export const text = (x, y, said, { anchor = 'start', size = 11, color = COLORS.ink, weight = 'normal' } = {}) =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}" fill="${color}">${escaped(said)}</text>`;

export const bar = (x, y, width, height, color) =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(width, 0.5).toFixed(1)}" height="${height}" fill="${color}"/>`;

export const line = (x1, y1, x2, y2, color, dash = '') =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="${color}"${dash && ` stroke-dasharray="${dash}"`}/>`;

/** A picture with a white ground, so that it is read on a dark page too. */
export function picture(width, height, title, parts) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" role="img" aria-label="${escaped(title)}">
<rect width="${width}" height="${height}" fill="#ffffff"/>
${parts.join('\n')}
</svg>
`;
}

function escaped(said) {
  return String(said)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
