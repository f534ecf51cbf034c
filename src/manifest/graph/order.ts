import type { Diagnostic } from '../../core/errors.js';
import type { ParsedNode } from '../nodes/parsed-node.js';

/** A node and the ids that it reads. */
export interface GraphNode {
  readonly node: ParsedNode;
  /** what its own query reads, which decides where it is computed */
  readonly reads: readonly string[];
  /** also what its hooks read, which has to be there before it */
  readonly dependsOn: readonly string[];
}

/** The nodes with every parent before its children, or the cycles that make that impossible. */
export function graphOrder(nodes: ReadonlyMap<string, GraphNode>): {
  readonly order: readonly GraphNode[];
  readonly cycles: readonly Diagnostic[];
} {
  const order: GraphNode[] = [];
  const cycles: Diagnostic[] = [];
  const state = new Map<string, 'open' | 'done'>();
  for (const root of nodes.keys()) {
    if (state.has(root)) continue;
    // An explicit stack: a chain of thousands of models must not end JavaScript's.
    const stack: { id: string; next: number }[] = [{ id: root, next: 0 }];
    state.set(root, 'open');
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const node = nodes.get(top.id)!;
      const parent = node.dependsOn[top.next++];
      if (parent === undefined) {
        state.set(top.id, 'done');
        order.push(node);
        stack.pop();
      } else if (state.get(parent) === 'open') {
        const start = stack.findIndex((entry) => entry.id === parent);
        cycles.push(describeCycle(stack.slice(start).map((entry) => nodes.get(entry.id)!)));
      } else if (nodes.has(parent) && !state.has(parent)) {
        state.set(parent, 'open');
        stack.push({ id: parent, next: 0 });
      }
    }
  }
  return { order, cycles };
}

/** `members` read each other in turn, the last one the first. */
function describeCycle(members: readonly GraphNode[]): Diagnostic {
  const names = members.map((node) => node.node.name);
  const single = names.length === 1;
  const related = members.map((node, i) => {
    const read = names[(i + 1) % names.length]!;
    const call = node.node.calls.find((input) => input.kind === 'ref' && input.name === read);
    return { message: `${node.node.name} reads ${read}`, ...(call && { location: call.location }) };
  });
  return {
    code: 'DVT2104',
    message: single
      ? `The model ${names[0]} reads itself.`
      : `These models read each other in a circle: ${[...names, names[0]].join(' -> ')}.`,
    ...(related[0]?.location && { location: related[0].location }),
    hint: single ? 'Use `{{ this }}` for the table that the model itself makes.' : 'Take one of these references out.',
    related,
  };
}
