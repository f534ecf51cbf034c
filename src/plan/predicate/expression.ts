import type { ColumnType } from '../../spi/column-type.js';
import type { ExpressionTree } from '../../spi/engine.js';
import type { CallExpression, Expression, Form } from '../../spi/expression.js';
import type { ScanColumn } from '../../spi/scan.js';
import { toConstant, typed } from './constant.js';
import { functionCall } from './functions.js';
import { oneType } from './one-type.js';
import { type SerializedType, typeNamed } from './type-named.js';

/** Finds the column that an expression names, or null. */
export type ColumnLookup = (expression: ExpressionTree) => ScanColumn | null;

const BOOLEAN: ColumnType = { kind: 'boolean' };
/** A condition without a neutral form: the others of an AND can still be sent. */
const UNKNOWN: CallExpression = { form: 'other function', type: BOOLEAN, operands: [] };

const COMPARISONS: Readonly<Record<string, Form>> = {
  COMPARE_EQUAL: '=',
  COMPARE_NOTEQUAL: '<>',
  COMPARE_LESSTHAN: '<',
  COMPARE_LESSTHANOREQUALTO: '<=',
  COMPARE_GREATERTHAN: '>',
  COMPARE_GREATERTHANOREQUALTO: '>=',
  COMPARE_DISTINCT_FROM: 'is distinct from',
  COMPARE_NOT_DISTINCT_FROM: 'is not distinct from',
};

const OPERATORS: Readonly<Record<string, Form>> = {
  OPERATOR_NOT: 'not',
  OPERATOR_IS_NULL: 'is null',
  OPERATOR_IS_NOT_NULL: 'is not null',
  OPERATOR_COALESCE: 'coalesce',
  COMPARE_IN: 'in',
  COMPARE_NOT_IN: 'not in',
};

/**
 * What DuckDB's plan printed of an expression, in the neutral form with the types that DuckDB's binder gave it: it writes
 * every cast but those of constants, so that operands have one type and constants that of their neighbours. Null for what
 * has no neutral form.
 */
export function toExpression(tree: ExpressionTree, column: ColumnLookup): Expression | null {
  const found = column(tree);
  if (found !== null) return { form: 'column', column: found, type: found.type };
  const constant = toConstant(tree);
  if (constant !== null) return constant;
  const convert = (part: unknown) => toExpression(part as ExpressionTree, column);
  switch (tree.class) {
    case 'CONJUNCTION':
      return connective(
        tree.type === 'CONJUNCTION_AND' ? 'and' : 'or',
        (tree['children'] as readonly unknown[]).map((part) => convert(part) ?? UNKNOWN),
      );
    case 'COMPARISON': {
      const form = COMPARISONS[tree.type];
      return form === undefined ? null : comparison(form, list([tree['left'], tree['right']], convert));
    }
    case 'BETWEEN': {
      const between = comparison('between', list([tree['input'], tree['lower'], tree['upper']], convert));
      return tree.type === 'COMPARE_NOT_BETWEEN' ? connective('not', between && [between]) : between;
    }
    case 'OPERATOR':
      return operator(OPERATORS[tree.type], list(tree['children'], convert));
    case 'CAST':
      return cast(tree, convert(tree['child']));
    case 'CASE':
      return choice(tree, convert);
    case 'FUNCTION': {
      const operands = list(tree['children'], convert);
      return operands === null ? null : functionCall(tree['function_name'] as string, operands);
    }
    default:
      return null;
  }
}

function list(parts: unknown, convert: (part: unknown) => Expression | null): Expression[] | null {
  const converted = (parts as readonly unknown[]).map(convert);
  return converted.includes(null) ? null : (converted as Expression[]);
}

function connective(form: 'and' | 'or' | 'not', operands: readonly Expression[] | null): CallExpression | null {
  if (operands === null) return null;
  const conditions = operands.map((operand) => (operand.form === 'literal' ? typed(operand, BOOLEAN) : operand));
  return {
    form,
    type: BOOLEAN,
    operands: conditions.map((operand) => (operand?.type.kind === 'boolean' ? operand : UNKNOWN)),
  };
}

function comparison(form: Form, operands: readonly Expression[] | null): CallExpression | null {
  const alike = operands === null ? null : oneType(operands);
  return alike === null ? null : { form, type: BOOLEAN, operands: alike.operands };
}

function operator(form: Form | undefined, operands: readonly Expression[] | null): CallExpression | null {
  if (form === undefined || operands === null) return null;
  switch (form) {
    case 'not':
      return connective('not', operands);
    case 'is null':
    case 'is not null':
      return { form, type: BOOLEAN, operands };
    case 'coalesce': {
      const alike = oneType(operands);
      return alike === null ? null : { form, type: alike.type, operands: alike.operands };
    }
    default:
      return comparison(form, operands);
  }
}

/** DuckDB prints TRY_CAST alike, but where it fails it is NULL: no source is asked for that. */
function cast(tree: ExpressionTree, operand: Expression | null): CallExpression | null {
  const type = typeNamed(tree['cast_type'] as SerializedType);
  if (operand === null || type === null || tree['try_cast'] === true) return null;
  return { form: 'cast', type, operands: [operand] };
}

function choice(tree: ExpressionTree, convert: (part: unknown) => Expression | null): CallExpression | null {
  const checks = tree['case_checks'] as readonly { readonly when_expr: unknown; readonly then_expr: unknown }[];
  const conditions = list(
    checks.map((check) => check.when_expr),
    convert,
  );
  const values = list([...checks.map((check) => check.then_expr), tree['else_expr']], convert);
  const alike = values === null ? null : oneType(values);
  if (conditions === null || alike === null || conditions.some(({ type }) => type.kind !== 'boolean')) return null;
  const branches = conditions.flatMap((condition, index) => [condition, alike.operands[index]!]);
  return { form: 'case', type: alike.type, operands: [...branches, alike.operands.at(-1)!] };
}
