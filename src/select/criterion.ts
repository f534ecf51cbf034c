import { DvtError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import { METHODS, type MethodName, WITHOUT_NODES } from './methods/index.js';
import type { IndirectSelection } from './specification.js';

/** One criterion of a selector: `2+tag:daily+1`. Depths count edges; Infinity for a bare `+`. */
export interface Criterion {
  /** as written */
  readonly text: string;
  readonly method: MethodName | 'selector' | 'nothing';
  /** what follows `config.`: `materialized` */
  readonly methodArguments: readonly string[];
  readonly value: string;
  readonly parents: number;
  readonly children: number;
  /** `@`: descendants, and all that those need */
  readonly childrensParents: boolean;
  /** null: what the command says */
  readonly indirect: IndirectSelection | null;
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
  return {
    text,
    ...parseMethod(method ?? methodOf(value), text),
    value,
    parents: depth(before, beforeDepth),
    children: depth(after, afterDepth),
    childrensParents: at !== undefined,
    indirect: null,
  };
}

/** A method as written, `config.materialized`, for a criterion that is shown as `text`. */
export function parseMethod(written: string, text: string): Pick<Criterion, 'method' | 'methodArguments'> {
  const [name, ...methodArguments] = written.split('.');
  return { method: knownMethod(name!, text), methodArguments };
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

function knownMethod(name: string, text: string): Criterion['method'] {
  if (name === 'selector') return name;
  if (Object.hasOwn(METHODS, name)) return name as MethodName;
  if (WITHOUT_NODES.includes(name)) return 'nothing';
  const known = [...Object.keys(METHODS), 'selector'];
  const near = nearest(name, known);
  throw new DvtError({
    code: CODES.method,
    message: `There is no selector method \`${name}\` (\`${text}\`).`,
    hint: near === null ? `Methods: ${known.join(', ')}.` : `Did you mean \`${near}:\`?`,
  });
}
