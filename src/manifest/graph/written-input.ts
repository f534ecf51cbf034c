import { DvtError } from '../../core/errors.js';
import type { Location } from '../../core/position.js';
import { staticCalls, Tuple } from '../../jinja/index.js';
import type { PackageParsing } from '../nodes/package-parsing.js';
import { capture } from '../nodes/parse-context.js';
import type { InputCall } from '../nodes/parsed-node.js';

const INPUTS = new Set(['ref', 'source']);

/** A `ref('x')` or `source('a', 'b')` that stands alone in YAML. Throws DVT1202 for anything else. */
export function captureInput(
  written: string,
  location: Location,
  { templater }: Pick<PackageParsing, 'templater'>,
): InputCall {
  const text = written.trim().replace(/^\{\{\s*|\s*\}\}$/g, '');
  const wrong = () => {
    const hint = "Write ref('model') or source('source', 'table').";
    return new DvtError({ code: 'DVT1202', message: `'${written}' is no ref() or source().`, location, hint });
  };
  let calls: ReturnType<typeof staticCalls>['calls'];
  try {
    calls = staticCalls(templater.parse(`{{ ${text} }}`, { name: location.path }), INPUTS).calls;
  } catch {
    throw wrong();
  }
  const [call] = calls;
  if (call === undefined || calls.length > 1 || !/^(ref|source)\s*\([^()]*\)$/.test(text)) throw wrong();
  const captured: InputCall[] = [];
  try {
    capture(call.name as 'ref' | 'source', [new Tuple(call.positional), call.named], location, { calls: captured });
  } catch (error) {
    if (!(error instanceof DvtError)) throw error;
    throw new DvtError(error.diagnostics.map((diagnostic) => ({ ...diagnostic, location })));
  }
  return captured[0]!;
}
