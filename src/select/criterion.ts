import { DvtError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import { METHODS, type MethodName, NOT_YET } from './methods.js';

/** One criterion of a selector: `2+tag:daily+1`. Depths count edges; Infinity for a bare `+`. */
export interface Criterion {
  /** as written */
  readonly text: string;
  readonly method: MethodName;
  /** what follows `config.`: `materialized` */
  readonly methodArguments: readonly string[];
  readonly value: string;
  readonly parents: number;
  readonly children: number;
  /** `@`: descendants, and all that those need */
  readonly childrensParents: boolean;
}

const CODES = { method: 'DVT1030', form: 'DVT1031' } as const;

/** dbt's own pattern (dbt-core, graph/selector_spec.py). */
const PATTERN = /^(@)?((\d*)\+)?(?:([\w.]+):)?(.*?)(\+(\d*))?$/;

/** Reads one criterion. Throws DVT1030 for an unknown method, DVT1031 for a wrong form. */
export function parseCriterion(text: string): Criterion {
  const [, at, before, beforeDepth, method, value = '', after, afterDepth] = PATTERN.exec(text) ?? [];
  const wrong = (message: string, hint: string) => new DvtError({ code: CODES.form, message, hint });
  if (value === '') throw wrong(`The selector \`${text}\` names nothing.`, 'Write a name, or method:value.');
  if (at && after)
    throw wrong(`The selector \`${text}\` has both @ and +.`, '@ takes all descendants already: leave the + away.');
  if (at && before)
    throw wrong(`The selector \`${text}\` has both @ and +.`, '@ takes all ancestors already: leave the + away.');
  const [name, ...methodArguments] = method === undefined ? [methodOf(value)] : method.split('.');
  return {
    text,
    method: knownMethod(name!, text),
    methodArguments,
    value,
    parents: depth(before, beforeDepth),
    children: depth(after, afterDepth),
    childrensParents: at !== undefined,
  };
}

/** What a value without a method is, as in dbt. */
function methodOf(value: string): MethodName {
  if (value.includes('/') || value.includes('\\')) return 'path';
  return /\.(sql|py|csv)$/i.test(value) ? 'file' : 'fqn';
}

function depth(plus: string | undefined, digits: string | undefined): number {
  if (plus === undefined) return 0;
  return digits ? Number(digits) : Number.POSITIVE_INFINITY;
}

function knownMethod(name: string, text: string): MethodName {
  if (Object.hasOwn(METHODS, name)) return name as MethodName;
  const later = NOT_YET.includes(name);
  const near = nearest(name, Object.keys(METHODS));
  throw new DvtError({
    code: CODES.method,
    message: later
      ? `The selector method \`${name}\` of dbt is not supported yet (\`${text}\`).`
      : `There is no selector method \`${name}\` (\`${text}\`).`,
    hint: near && !later ? `Did you mean \`${near}:\`?` : `Methods: ${Object.keys(METHODS).join(', ')}.`,
  });
}
