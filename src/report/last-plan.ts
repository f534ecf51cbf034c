import type { ExtractionResult, KeyOutcome } from '../spi/run-result.js';
import { extractionName } from './node-lines.js';
import type { Style } from './style.js';
import { type SummedExtraction, summedExtractions, timesText } from './summed-extractions.js';
import { bytesText, countOf, countText, secondsText } from './units.js';

/** A node's entry in `run_results.json`, as far as it tells of what was fetched. */
export interface RecordedNode {
  readonly unique_id: string;
  readonly status: string;
  readonly adapter_response: { readonly route?: string; readonly extractions?: readonly ExtractionResult[] };
}

/** `run_results.json` of a command. */
export interface RecordedRun {
  readonly metadata: { readonly generated_at: string };
  readonly args: { readonly which?: string };
  readonly results: readonly RecordedNode[];
}

/** How far an estimate may be off before it is worth a look. */
const FAR_OFF = 4;

/** What each node of the last command fetched, beside what was expected. */
export function lastPlanText(run: RecordedRun, style: Style): string {
  const fetching = run.results.filter((node) => (node.adapter_response.extractions ?? []).length > 0);
  const heading = headingOf(run, fetching.length);
  if (fetching.length === 0) return heading;
  const blocks = fetching.map((node) => {
    const head = style.bold(node.unique_id.split('.').slice(2).join('.'));
    const fetched = summedExtractions(node.adapter_response.extractions!);
    return [head, ...fetched.flatMap((one) => extractionLines(one, style))].join('\n');
  });
  const all = fetching.flatMap((node) => node.adapter_response.extractions!);
  const total = `${all.length} extractions, ${bytesText(all.reduce((sum, one) => sum + one.bytes, 0))} fetched`;
  return [heading, ...blocks, total.replace(/^1 extractions/, '1 extraction')].join('\n\n');
}

/** Which command it was: a test of one model takes the place of a run of all. */
function headingOf({ metadata, args, results }: RecordedRun, fetching: number): string {
  const command = `dvt ${args.which ?? 'run'}`;
  const at = metadata.generated_at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
  const broken = results.filter(({ status }) => ['error', 'skipped', 'runtime error'].includes(status)).length;
  const failed = broken === 0 ? '' : `, ${broken} failed or skipped`;
  const fetched = fetching === 0 ? 'none of which fetched anything' : `${fetching} of which fetched`;
  return `${command}, ${at}: ${countOf(results.length, 'node')}, ${fetched}${failed}`;
}

function extractionLines(one: SummedExtraction, style: Style): string[] {
  const rows = compared(one.rows, one.estimatedRows, countText, style);
  const bytes = compared(one.bytes, one.estimatedBytes, bytesText, style);
  return [
    `  ${extractionName(one)}${timesText(one)}  ${style.dim(secondsText(one.milliseconds))}`,
    `    rows   ${rows}`,
    `    bytes  ${bytes}`,
    ...one.reducedBy.map((key) => `    keys   ${keyText(key)}`),
  ];
}

function compared(actual: number, estimated: number | null, text: (value: number) => string, style: Style): string {
  if (estimated === null) return `${text(actual)} ${style.dim('(not estimated)')}`;
  const factor = Math.max(actual, 1) / Math.max(estimated, 1);
  const off = factor > FAR_OFF || factor < 1 / FAR_OFF;
  const note = `(planned ${text(estimated)}${off ? `, ${factor > 1 ? factor.toFixed(1) : (1 / factor).toFixed(1)} times ${factor > 1 ? 'more' : 'less'}` : ''})`;
  return `${text(actual)} ${off ? style.yellow(note) : style.dim(note)}`;
}

function keyText({ column, keys, estimatedKeys, sent, reason }: KeyOutcome): string {
  const count = keys === null ? 'too many keys to count' : `${countText(keys)} keys`;
  return `${column}: ${count} (planned ${countText(estimatedKeys)}), sent as ${sent}${reason === null ? '' : `: ${reason}`}`;
}
