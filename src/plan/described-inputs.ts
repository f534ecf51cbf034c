import { dottedName } from '../core/dotted-name.js';
import { type Diagnostic, DvtError } from '../core/errors.js';
import type { CompiledNode, InputRelation } from '../spi/compiled.js';
import type { Catalog, Deferred } from '../spi/plan.js';
import type { RelationDescription } from '../spi/relation.js';

/** An input with what its database says of it. */
export interface DescribedInput {
  readonly input: InputRelation;
  readonly relation: RelationDescription;
}

/**
 * Describes everything that a query names. A model's relation that does not exist yet defers the node; a source's is the
 * user's mistake, and all of them are reported together.
 */
export async function describeInputs(compiled: CompiledNode, catalog: Catalog): Promise<DescribedInput[] | Deferred> {
  const described = await Promise.all(
    compiled.inputs.map(async (input) => ({ input, relation: await catalog.describe(input.connection, input.name) })),
  );
  const mistakes: Diagnostic[] = [];
  const found: DescribedInput[] = [];
  for (const { input, relation } of described) {
    if (relation === null && input.node.kind === 'model') {
      return { node: compiled.node, reason: `reads ${spelled(input)}, which does not exist yet` };
    }
    if (relation === null) mistakes.push(absent(compiled, input));
    else if (relation.columns.length === 0) mistakes.push(columnless(input));
    else found.push({ input, relation });
  }
  if (mistakes.length > 0) throw new DvtError(mistakes);
  return found;
}

/** `connection.schema.table`, as messages name a relation. */
export function spelled(input: InputRelation): string {
  const { catalog, schema, identifier } = input.federated;
  return `${catalog}.${schema}.${identifier}`;
}

function absent(compiled: CompiledNode, input: InputRelation): Diagnostic {
  const name = dottedName(input.name);
  return {
    code: 'DVT3001',
    message: `${compiled.node.name} reads ${input.node.id}, but ${input.connection} has no relation ${name}.`,
    ...(input.node.kind === 'source' ? { location: input.node.location } : {}),
    hint: `Check schema and identifier of the source, and that the user of ${input.connection} may see the table.`,
  };
}

function columnless(input: InputRelation): Diagnostic {
  return {
    code: 'DVT3002',
    message: `${spelled(input)} has no columns, and no query of the engine can name such a relation.`,
    hint: 'Leave it out of the model, or add a column to it.',
  };
}
