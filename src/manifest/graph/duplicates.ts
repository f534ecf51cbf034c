import type { Diagnostic } from '../../core/errors.js';
import type { Location } from '../../core/position.js';
import type { ParsedNode } from '../nodes/parsed-node.js';

/** What is declared in YAML twice under one id, `what` being `exposure` or `unit test`. */
export function duplicateDeclarations(
  what: string,
  declared: readonly { readonly id: string; readonly name: string; readonly location: Location }[],
): readonly Diagnostic[] {
  const first = new Map<string, Location>();
  const found: Diagnostic[] = [];
  for (const { id, name, location } of declared) {
    const before = first.get(id);
    if (before === undefined) first.set(id, location);
    else {
      const related = [{ message: 'the first declaration', location: before }];
      const message = `The ${what} ${name} is declared twice.`;
      found.push({ code: 'DVT1204', message, location, hint: 'Rename one of the two, or take it out.', related });
    }
  }
  return found;
}

/** Enabled nodes of one name: within a package, and among what `ref` finds without a package's name. */
export function duplicateNodes(nodes: readonly ParsedNode[]): readonly Diagnostic[] {
  const first = new Map<string, ParsedNode>();
  const found: Diagnostic[] = [];
  for (const node of nodes) {
    const { kind } = node.traits;
    if (!node.config.enabled || (kind === 'test' && node.traits.generic !== null)) continue;
    const version = node.traits.kind === 'model' ? node.traits.version : null;
    const refable = kind === 'model' || kind === 'seed' || kind === 'snapshot';
    const key = [node.packageName, refable ? 'ref' : kind, node.name, version].join('\u0000');
    const before = first.get(key);
    if (before === undefined) first.set(key, node);
    else found.push(duplicate(node, before));
  }
  return found;
}

function duplicate(node: ParsedNode, before: ParsedNode): Diagnostic {
  const [kind, other] = [node.traits.kind, before.traits.kind];
  const message =
    kind === other
      ? `There are two ${kind === 'analysis' ? 'analyses' : `${kind}s`} named ${node.name}: ${before.path} and ${node.path}.`
      : `There are a ${other} and a ${kind} named ${node.name}: ${before.path} and ${node.path}.`;
  return {
    code: 'DVT1204',
    message,
    location: node.location,
    hint: `Names of ${kind === 'model' ? 'models' : 'nodes'} are unique in a project: rename one, or disable it.`,
    related: [{ message: 'the other one', location: before.location }],
  };
}
