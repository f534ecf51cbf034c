// Writes docs/performance.md, its plots and docs/performance.jsonl (the figures they show) from what bench/run and
// bench/scale have measured. Without results of this machine's, the page is made from docs/performance.jsonl again.
// Usage: node bench/report.mjs RESULTS.jsonl [DOCS]
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judged } from './report/goals.mjs';
import { page } from './report/page.mjs';
import { performancePlot } from './report/performance-plot.mjs';
import { scalePlot } from './report/scale-plot.mjs';
import { readSittings } from './report/sittings.mjs';

const [results, docs = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs')] = process.argv.slice(2);
const kept = join(docs, 'performance.jsonl');
const sittings = readSittings(results !== undefined && existsSync(results) ? results : kept);
const goals = judged(sittings);
const scales = sittings.of('scale').filter((line) => line.error === undefined);

await writeFile(join(docs, 'performance.md'), page(sittings, goals));
await writeFile(join(docs, 'performance.svg'), performancePlot(sittings, goals));
if (scales.length > 1) await writeFile(join(docs, 'performance-scale.svg'), scalePlot(scales));
await writeFile(kept, sittings.lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
console.log(`${join(docs, 'performance.md')}: ${goals.filter(({ met }) => met).length} of ${goals.length} goals met`);
