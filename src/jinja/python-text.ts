import type { CallArguments, ComparisonOperator, Expression } from './syntax/ast.js';
import { walk } from './syntax/walk.js';
import type { Template } from './template.js';
import { toRepr } from './values/print.js';
import type { Value } from './values/value.js';

/**
 * The named arguments of the first call of a global function in a template's text, whether or not a rendering makes it:
 * a constant text as it is, anything else as source text. null: the template has no such call.
 */
export function writtenArguments(template: Template, name: string): Readonly<Record<string, string>> | null {
  let first: CallArguments | null = null;
  walk(template.body, (part) => {
    if (first !== null || part.kind !== 'Call') return;
    const { callee, args } = part as Expression & { readonly kind: 'Call' };
    if (callee.kind === 'Name' && callee.name === name) first = args;
  });
  const found = first as CallArguments | null;
  if (found === null) return null;
  return Object.fromEntries(
    found.named.map(({ name: key, value }) => {
      const constant = value.kind === 'Constant' && typeof value.value === 'string';
      return [key, constant ? (value.value as string) : expressionText(value)];
    }),
  );
}

/**
 * An expression as dbt writes it (dbt-core 1.12, `statically_parse_unrendered_config`): as source text, one that dbt has no
 * rule for as the tree that Jinja2 for Python has of it.
 */
function expressionText(node: Expression): string {
  const list = (items: readonly Expression[]): string => items.map(expressionText).join(', ');
  switch (node.kind) {
    case 'Constant':
      return toRepr(node.value as Value);
    case 'Name':
      return node.name;
    case 'Call':
      return `${expressionText(node.callee)}(${argumentsText(node.args)})`;
    case 'List':
      return `[${list(node.items)}]`;
    case 'Tuple':
      return node.items.length === 1 ? `(${list(node.items)},)` : `(${list(node.items)})`;
    case 'Dict':
      return `{${node.entries.map((entry) => entry.map(expressionText).join(': ')).join(', ')}}`;
    case 'Attribute':
      return `${expressionText(node.object)}.${node.name}`;
    case 'Item':
      return `${expressionText(node.object)}[${expressionText(node.key)}]`;
    case 'Slice':
      return `${expressionText(node.object)}[${sliceTree(node)}]`;
    case 'Concat':
      return node.items.map(expressionText).join(' ~ ');
    case 'Compare':
      return [
        expressionText(node.first),
        ...node.rest.map(({ operator, operand }) => `${operator} ${expressionText(operand)}`),
      ].join(' ');
    case 'Not':
      return `not ${expressionText(node.operand)}`;
    case 'Negative':
      return `-${expressionText(node.operand)}`;
    case 'And':
    case 'Or':
      return `${expressionText(node.left)} ${node.kind.toLowerCase()} ${expressionText(node.right)}`;
    default:
      return tree(node);
  }
}

function argumentsText({ positional, named, spread, spreadNamed }: CallArguments): string {
  return [
    ...positional.map(expressionText),
    ...named.map(({ name, value }) => `${name}=${expressionText(value)}`),
    ...(spread === null ? [] : [`*${expressionText(spread)}`]),
    ...(spreadNamed === null ? [] : [`**${expressionText(spreadNamed)}`]),
  ].join(', ');
}

const COMPARISONS: Readonly<Record<ComparisonOperator, string>> = {
  '==': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'lteq',
  '>': 'gt',
  '>=': 'gteq',
  in: 'in',
  'not in': 'notin',
};
const BINARY = { '+': 'Add', '-': 'Sub', '*': 'Mul', '/': 'Div', '//': 'FloorDiv', '%': 'Mod', '**': 'Pow' } as const;

/** A node of Jinja2's tree as Python prints it. */
function tree(node: Expression | null): string {
  if (node === null) return 'None';
  const trees = (items: readonly Expression[]): string => `[${items.map(tree).join(', ')}]`;
  switch (node.kind) {
    case 'Constant':
      return `Const(value=${toRepr(node.value as Value)})`;
    case 'Name':
      return `Name(name=${toRepr(node.name)}, ctx='load')`;
    case 'Attribute':
      return `Getattr(node=${tree(node.object)}, attr=${toRepr(node.name)}, ctx='load')`;
    case 'Item':
      return `Getitem(node=${tree(node.object)}, arg=${tree(node.key)}, ctx='load')`;
    case 'Slice':
      return `Getitem(node=${tree(node.object)}, arg=${sliceTree(node)}, ctx='load')`;
    case 'Call':
      return `Call(node=${tree(node.callee)}, ${argumentTrees(node.args)})`;
    case 'Filter':
    case 'Test':
      return `${node.kind}(node=${tree(node.operand)}, name=${toRepr(node.name)}, ${argumentTrees(node.args)})`;
    case 'List':
      return `List(items=${trees(node.items)})`;
    case 'Tuple':
      return `Tuple(items=${trees(node.items)}, ctx='load')`;
    case 'Dict': {
      const pairs = node.entries.map(([key, value]) => `Pair(key=${tree(key)}, value=${tree(value)})`);
      return `Dict(items=[${pairs.join(', ')}])`;
    }
    case 'Conditional':
      return `CondExpr(test=${tree(node.test)}, expr1=${tree(node.whenTrue)}, expr2=${tree(node.whenFalse)})`;
    case 'And':
    case 'Or':
      return `${node.kind}(left=${tree(node.left)}, right=${tree(node.right)})`;
    case 'Not':
      return `Not(node=${tree(node.operand)})`;
    case 'Negative':
    case 'Positive':
      return `${node.kind.slice(0, 3)}(node=${tree(node.operand)})`;
    case 'Compare': {
      const operands = node.rest.map(
        ({ operator, operand }) => `Operand(op='${COMPARISONS[operator]}', expr=${tree(operand)})`,
      );
      return `Compare(expr=${tree(node.first)}, ops=[${operands.join(', ')}])`;
    }
    case 'Binary':
      return `${BINARY[node.operator]}(left=${tree(node.left)}, right=${tree(node.right)})`;
    case 'Concat':
      return `Concat(nodes=${trees(node.items)})`;
  }
}

function sliceTree({ start, stop, step }: Expression & { readonly kind: 'Slice' }): string {
  return `Slice(start=${tree(start)}, stop=${tree(stop)}, step=${tree(step)})`;
}

function argumentTrees({ positional, named, spread, spreadNamed }: CallArguments): string {
  const keywords = named.map(({ name, value }) => `Keyword(key=${toRepr(name)}, value=${tree(value)})`);
  const parts = [`args=[${positional.map(tree).join(', ')}]`, `kwargs=[${keywords.join(', ')}]`];
  return [...parts, `dyn_args=${tree(spread)}`, `dyn_kwargs=${tree(spreadNamed)}`].join(', ');
}
