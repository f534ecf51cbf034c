import { literalValue } from './literal-value.js';
import type { Body, Expression } from './syntax/ast.js';
import { walk } from './syntax/walk.js';
import type { Template } from './template.js';
import type { Value } from './values/value.js';

/** A call of a global name whose arguments are all constants. */
export interface StaticCall {
  readonly name: string;
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  readonly line: number;
  readonly column: number;
}

/** What can be said about a template without rendering it. */
export interface StaticCalls {
  readonly calls: readonly StaticCall[];
  /**
   * Every rendering makes exactly these calls and no others: there is no condition, loop, macro or other call in the
   * template, and all arguments are constants.
   */
  readonly complete: boolean;
  /** Nothing is printed but constants and, as they are, the results of these calls. */
  readonly plain: boolean;
}

const UNCONDITIONAL: ReadonlySet<string> = new Set(['Data', 'Output', 'Do', 'Set']);
const CONDITIONAL_EXPRESSIONS: ReadonlySet<unknown> = new Set(['Conditional', 'And', 'Or']);

/** The calls of some global functions, as `ref('x')` and `config(materialized='table')` of dbt. */
export function staticCalls(template: Template, names: ReadonlySet<string>): StaticCalls {
  const calls: StaticCall[] = [];
  let complete = isUnconditional(template.body, names);
  walk(template.body, (part) => {
    if (CONDITIONAL_EXPRESSIONS.has(part.kind)) complete = false;
    if (part.kind !== 'Call') return;
    const call = staticCall(part as Expression, names);
    if (call === undefined) complete = false;
    else calls.push(call);
  });
  const plain = template.body.every((statement) => {
    if (statement.kind !== 'Output') return statement.kind === 'Data';
    const { expression } = statement;
    return literalValue(expression) !== undefined || staticCall(expression, names) !== undefined;
  });
  return { calls, complete, plain };
}

function isUnconditional(body: Body, names: ReadonlySet<string>): boolean {
  return body.every((statement) => {
    if (statement.kind !== 'Set') return UNCONDITIONAL.has(statement.kind);
    const { target } = statement;
    return target.kind === 'NameTarget' && !names.has(target.name);
  });
}

function staticCall(node: Expression, names: ReadonlySet<string>): StaticCall | undefined {
  if (node.kind !== 'Call' || node.callee.kind !== 'Name' || !names.has(node.callee.name)) return undefined;
  const { args, line, column } = node;
  if (args.spread !== null || args.spreadNamed !== null) return undefined;
  const positional = args.positional.map(literalValue);
  const named = new Map(args.named.map(({ name, value }) => [name, literalValue(value)]));
  if (positional.includes(undefined) || [...named.values()].includes(undefined)) return undefined;
  return { name: node.callee.name, positional, named, line, column };
}
