import { columnEntry, constraintEntry } from '../context/index.js';
import { type Globals, toText } from '../jinja/index.js';
import type { ConstraintEntry, ManifestNode } from '../spi/node.js';
import type { CompileContext } from './compile-context.js';

/** `constraints` and `columns` of a model, the `ref(...)` of foreign keys replaced by the relations that they name. */
export async function renderedConstraints(
  node: ManifestNode,
  globals: Globals,
  { templater }: CompileContext,
): Promise<Readonly<Record<string, unknown>>> {
  if (node.kind !== 'model') return {};
  const rendered = async (constraint: ConstraintEntry) => {
    if (constraint.to === null || !/^\s*(ref|source)\s*\(/.test(constraint.to)) return constraintEntry(constraint);
    const template = templater.parse(`{{ ${constraint.to} }}`, { name: node.patchPath ?? node.path });
    return { ...constraintEntry(constraint), to: toText(await templater.renderNative(template, globals)) };
  };
  const columns = await Promise.all(
    node.columns.map(async (column) => {
      const constraints = await Promise.all(column.constraints.map(rendered));
      return [column.name, { ...columnEntry(column), constraints }] as const;
    }),
  );
  return { constraints: await Promise.all(node.constraints.map(rendered)), columns: Object.fromEntries(columns) };
}
