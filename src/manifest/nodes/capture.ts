import { configArguments } from '../../context/index.js';
import { DvtError } from '../../core/errors.js';
import { type Globals, type StaticCall, staticCalls, type Template, type Templater, Tuple } from '../../jinja/index.js';
import { type Captured, capture } from './parse-context.js';

const CAPTURED = new Set(['ref', 'source', 'config']);

/**
 * Finds what a node's template says of itself. Where no rendering could say anything else, its calls are taken as
 * written; any other template is rendered. Throws what the template throws.
 */
export async function captureTemplate(
  template: Template,
  templater: Templater,
  /** a macro of the project may stand in for `ref`, `source` or `config` */
  overridden: boolean,
  prepare: (captured: Captured) => Globals,
): Promise<Captured> {
  const fast = overridden ? null : captureStatically(template);
  if (fast !== null) return fast;
  const captured: Captured = { calls: [], configs: [], macros: new Set() };
  try {
    await templater.render(template, prepare(captured));
  } catch (error) {
    throw error instanceof DvtError ? withPackageHint(error, template) : error;
  }
  return captured;
}

/** `dbt_utils.star(...)` is the likeliest unknown name of a project that comes from dbt. */
function withPackageHint(error: DvtError, { source }: Template): DvtError {
  const diagnostics = error.diagnostics.map((diagnostic) => {
    const name = /^'(\w+)' is undefined$/.exec(diagnostic.message)?.[1];
    if (name === undefined || diagnostic.hint !== undefined || !source.text.includes(`${name}.`)) return diagnostic;
    const hint = `If ${name} is a package: list it in packages.yml and run \`dvt deps\`.`;
    return { ...diagnostic, hint };
  });
  return new DvtError(diagnostics, { cause: error.cause ?? error });
}

/** null: only rendering can tell, or a call is wrong in a way that rendering explains better. */
function captureStatically(template: Template): Captured | null {
  const { calls, complete } = staticCalls(template, CAPTURED);
  if (!complete || calls.some((call) => call.name === 'config' && call.positional.length > 1)) return null;
  const captured: Captured = { calls: [], configs: [], macros: new Set() };
  try {
    for (const call of calls) captureCall(call, template.name, captured);
  } catch (error) {
    if (error instanceof DvtError) return null;
    throw error;
  }
  return captured;
}

function captureCall(call: StaticCall, path: string, captured: Captured): void {
  const location = { path, line: call.line, column: call.column, length: call.name.length };
  if (call.name === 'config') {
    const values = configArguments([call.positional[0], call.named]);
    captured.configs.push({ values, location, origin: 'call' });
  } else {
    capture(call.name as 'ref' | 'source', [new Tuple(call.positional), call.named], location, captured);
  }
}
