import type { Dialect } from '#dvt/spi/dialect.js';
import type { CallExpression, Expression, Form } from '#dvt/spi/expression.js';

/** Kinds of columns whose values the reader must see: a dialect does not give them away as values. */
const GUARDED: Readonly<Record<string, string>> = { date: 'date', boolean: 'boolean' };

/** The classes of the dialect's table that an expression uses, with the kind of the first operand. */
export function used(dialect: Dialect, expression: Expression, found = new Set<string>()): Set<string> {
  if (!('operands' in expression)) return found;
  for (const operand of expression.operands) used(dialect, operand, found);
  const { form } = expression;
  const kinds = operandsOf(expression).map((operand) => kindOf(dialect, operand));
  const classes = dialect.forms![form].classes;
  for (const [index, { operands }] of classes.entries()) {
    const fits = kinds.every((kind, at) => {
      const wanted = operands[Math.min(at, operands.length - 1)]!;
      return wanted === 'any' || kind === 'null' || wanted.split('|').includes(kind ?? '');
    });
    if (fits && kinds.length >= operands.length) found.add(key(form, index, operands[0] === 'any' ? 'any' : kinds[0]!));
  }
  return found;
}

/** Every class of the table, with each kind that its first operand may have. Constants stand first nowhere. */
export function demanded(dialect: Dialect): string[] {
  return Object.entries(dialect.forms!).flatMap(([form, { classes }]) =>
    classes.flatMap(({ operands }, index) =>
      operands[0]!
        .split('|')
        .filter((kind) => kind !== 'constant text' || form === 'truncate')
        .map((kind) => key(form as Form, index, kind)),
    ),
  );
}

function key(form: Form, index: number, kind: string): string {
  return `${form} #${index} ${kind}`;
}

function operandsOf({ form, operands }: CallExpression): readonly Expression[] {
  return form === 'case' ? operands.filter((_, index) => index % 2 === 1 || index === operands.length - 1) : operands;
}

function kindOf(dialect: Dialect, expression: Expression): string | null {
  const rendered = dialect.expression(expression);
  if (rendered.class === 'exact') return rendered.kind;
  return GUARDED[expression.type.kind] ?? null;
}
