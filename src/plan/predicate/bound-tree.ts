import type { ExpressionTree } from '../../spi/engine.js';

type Node = Readonly<Record<string, unknown>>;

/**
 * A bound expression of an optimized plan in the form in which the parser writes one. `column` gives the reference for a
 * position; null where it is none of the stub's, or where there is no such form.
 */
export function parsedTree(bound: unknown, column: (position: number) => ExpressionTree | null): ExpressionTree | null {
  const node = bound as Node;
  const type = String(node['type']);
  const convert = (part: unknown) => parsedTree(part, column);
  const all = (parts: unknown) => {
    const converted = (parts as readonly unknown[]).map(convert);
    return converted.includes(null) ? null : converted;
  };
  switch (node['expression_class']) {
    case 'BOUND_REF':
      return column(Number(node['index']));
    case 'BOUND_CONSTANT':
      return isWhole(node['value']) ? { class: 'CONSTANT', type, value: node['value'] } : null;
    case 'BOUND_COMPARISON':
      return withParts({ class: 'COMPARISON', type }, { left: convert(node['left']), right: convert(node['right']) });
    case 'BOUND_CONJUNCTION':
      // Parts of an AND that have no such form stay local alone.
      return {
        class: 'CONJUNCTION',
        type,
        children: (node['children'] as readonly unknown[]).map(
          (part) => convert(part) ?? { class: 'UNKNOWN', type: '' },
        ),
      };
    case 'BOUND_OPERATOR':
      return withParts({ class: 'OPERATOR', type }, { children: all(node['children']) });
    case 'BOUND_FUNCTION':
      return withParts(
        { class: 'FUNCTION', type: 'FUNCTION', function_name: node['name'] },
        { children: all(node['children']) },
      );
    case 'BOUND_CAST':
      return withParts(
        { class: 'CAST', type, cast_type: node['return_type'], try_cast: node['try_cast'] === true },
        { child: convert(node['child']) },
      );
    case 'BOUND_CASE':
      return choice(node, convert);
    default:
      return null;
  }
}

function choice(node: Node, convert: (part: unknown) => ExpressionTree | null): ExpressionTree | null {
  const checks = (node['case_checks'] as readonly Node[]).map((check) =>
    withParts(
      { class: '', type: '' },
      { when_expr: convert(check['when_expr']), then_expr: convert(check['then_expr']) },
    ),
  );
  const otherwise = convert(node['else_expr']);
  return checks.includes(null)
    ? null
    : withParts({ class: 'CASE', type: 'CASE_EXPR', case_checks: checks }, { else_expr: otherwise });
}

function withParts(tree: ExpressionTree, parts: Readonly<Record<string, unknown>>): ExpressionTree | null {
  return Object.values(parts).includes(null) ? null : { ...tree, ...parts };
}

/** Whether JavaScript's numbers, with which the plan was read, hold the constant. */
function isWhole(constant: unknown): boolean {
  const { type, is_null: isNull, value } = constant as Node;
  if (isNull === true || /^(DOUBLE|FLOAT)$/.test(String((type as Node)['id']))) return true;
  if (typeof value === 'object' && value !== null) return Object.values(value).every(Number.isSafeInteger);
  return typeof value !== 'number' || Number.isSafeInteger(value);
}
