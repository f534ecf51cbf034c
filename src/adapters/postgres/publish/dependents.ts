import { DvtError } from '../../../core/errors.js';
import { clientError, isConnectionLoss } from '../session/errors.js';
import { dropReferences, type Reference, recreateReferences } from './references.js';
import { type Step, steps } from './steps.js';

/** A view over the relation that is replaced, and how it is made again. */
export interface DependentView {
  /** as SQL spells it */
  readonly name: string;
  readonly kind: string;
  readonly create: string;
  /** indexes, comments, grants, owner */
  readonly after: readonly string[];
}

/** What would go with a relation. */
export interface Dependents {
  /** in the order in which they can be created */
  readonly views: readonly DependentView[];
  readonly references: readonly Reference[];
}

/** Drops them, those made last first. */
export function dropDependents({ views, references }: Dependents): readonly Step[] {
  const drops = [...views].reverse().map(({ kind, name }) => `drop ${kind} ${name}`);
  return [...steps(...drops), ...dropReferences(references)];
}

/** Makes them again. A DvtError (DVT5105) names the first that does not fit the new relation. */
export function recreateDependents({ views, references }: Dependents, relation: string): readonly Step[] {
  const made = views.flatMap((view) =>
    [view.create, ...view.after].map((sql) => ({ sql, explain: (error: unknown) => notMade(view, relation, error) })),
  );
  return [...made, ...recreateReferences(references, relation)];
}

function notMade({ name, kind }: DependentView, relation: string, error: unknown): unknown {
  if (isConnectionLoss(error)) return error;
  return new DvtError(
    {
      code: 'DVT5105',
      message: `${kind} ${name} depends on ${relation} and cannot be made again over its new form: ${clientError(error).message}`,
      hint: `Drop ${name} or adapt it, or let it go: on_dependents: cascade`,
    },
    { cause: error },
  );
}
