import { codeFrame } from '../../core/code-frame.js';
import type { Diagnostic } from '../../core/errors.js';
import type { Project } from '../../spi/project.js';
import type { InputCall, ParsedNode } from '../nodes/parsed-node.js';
import { accessProblem, deprecationWarning } from './access.js';
import type { Names } from './names.js';

/** Who reads: a node, an exposure or a unit test. */
export interface Reader extends Pick<ParsedNode, 'packageName' | 'path' | 'calls'> {
  /** as messages call it: `the model orders` */
  readonly shown: string;
  /** undefined: it can be in no group */
  readonly group?: string | null;
  /** the text of its file, for code frames; '' = its calls stand in YAML */
  readonly text: string;
}

/** What a reader's calls lead to. */
export interface ResolvedInputs {
  /** ids in the order of first use */
  readonly ids: readonly string[];
  /** those that its own template names, not its hooks or constraints alone */
  readonly read: readonly string[];
  readonly problems: readonly Diagnostic[];
  /** calls whose inputs are missing or disabled (DVT2103), with those of the problems that tell of them */
  readonly unfound: readonly { readonly call: InputCall; readonly problem: Diagnostic }[];
  readonly warnings: readonly Diagnostic[];
  /** a call names what is disabled */
  readonly readsDisabled: boolean;
}

/** Looks up everything that a reader calls. */
export function resolveInputs(reader: Reader, names: Names, packages: ReadonlyMap<string, Project>): ResolvedInputs {
  const ids = new Set<string>();
  const read = new Set<string>();
  const problems: Diagnostic[] = [];
  const unfound: { readonly call: InputCall; readonly problem: Diagnostic }[] = [];
  const warnings: Diagnostic[] = [];
  let readsDisabled = false;
  const at = (call: InputCall, code: string, message: string, hint: string): Diagnostic => {
    const { location } = call;
    const frame = location.path === reader.path && reader.text !== '' ? codeFrame(reader.text, location) : '';
    return { code, message, location, ...(frame && { frame }), hint };
  };
  for (const call of reader.calls) {
    const found = call.kind === 'ref' ? names.ref(call, reader.packageName) : names.source(call, reader.packageName);
    if (found.kind !== 'found') {
      if (found.kind === 'missing' && names.isUnread(call)) continue;
      readsDisabled ||= found.kind === 'disabled';
      const code = found.kind === 'disabled' ? 'DVT2103' : call.kind === 'ref' ? 'DVT2101' : 'DVT2102';
      const problem = at(call, code, found.message, found.hint);
      problems.push(problem);
      unfound.push({ call, problem });
      continue;
    }
    ids.add(found.item.id);
    if (call.besideQuery !== true) read.add(found.item.id);
    if (!('traits' in found.item)) continue;
    const refused = accessProblem(reader, found.item, packages);
    if (refused !== null) problems.push(at(call, 'DVT2122', refused.message, refused.hint));
    const deprecated = call.kind === 'ref' ? deprecationWarning(reader, found.item, call) : null;
    if (deprecated !== null) warnings.push(at(call, 'DVT1222', deprecated.message, deprecated.hint));
  }
  return { ids: [...ids], read: [...read], problems, unfound, warnings, readsDisabled };
}
