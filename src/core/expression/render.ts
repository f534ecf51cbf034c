import type { CallExpression, Expression } from '../../spi/expression.js';
import type { Expressed, Local, Pushed } from '../../spi/predicate.js';
import {
  type ExpressionDialect,
  fits,
  isCaseValue,
  local,
  type Operand,
  operandKinds,
  type Rule,
} from './form-table.js';

/** An operand, and whether its value is DuckDB's or, of a condition, true for more rows. */
type Rendered = Operand & { readonly class: 'exact' | 'superset' };

/** Renders conditions and values by a dialect's table of forms. */
export function expressionRenderer(dialect: ExpressionDialect): {
  pushdown(condition: Expression): Pushed | Local;
  expression(value: Expression): Expressed | Local;
} {
  return {
    pushdown(condition) {
      const rendering = new Rendering(dialect);
      const rendered = rendering.condition(condition);
      if (rendered.class === 'local') return rendered;
      const { class: kind } = rendered;
      return { sql: rendering.guarded(rendered.sql), class: kind, ...(rendering.hasGuards && { guarded: true }) };
    },
    expression(value) {
      const rendering = new Rendering(dialect);
      const rendered = rendering.value(value);
      if (rendered.class === 'local') return rendered;
      if (rendering.hasGuards) return local('a value that its type does not allow must reach the engine');
      return { sql: rendered.sql, class: 'exact', kind: rendered.kind };
    },
  };
}

class Rendering {
  readonly #dialect: ExpressionDialect;
  readonly #guards = new Set<string>();

  constructor(dialect: ExpressionDialect) {
    this.#dialect = dialect;
  }

  get hasGuards(): boolean {
    return this.#guards.size > 0;
  }

  guarded(sql: string): string {
    return this.hasGuards ? `(${[sql, ...this.#guards].join(' or ')})` : sql;
  }

  /** A condition whose truth alone counts: more rows do no harm. */
  condition(expression: Expression): Rendered | Local {
    if (expression.form === 'and') return this.#all(expression);
    if (expression.form === 'or') return this.#any(expression, (part) => this.condition(part));
    if (expression.form === 'column' || expression.form === 'literal') return this.value(expression);
    return this.#call(expression, false);
  }

  /** An expression that must be DuckDB's on every row. */
  value(expression: Expression): Rendered | Local {
    switch (expression.form) {
      case 'column': {
        if (expression.column.cast === true) return local(`${expression.column.name} is cast by fetch_as`);
        const leaf = this.#dialect.column(expression);
        if ('class' in leaf) return leaf;
        if (leaf.guard !== undefined) this.#guards.add(leaf.guard);
        return { sql: leaf.sql, kind: leaf.kind, expression, class: 'exact' };
      }
      case 'literal': {
        const leaf = this.#dialect.literal(expression);
        return 'class' in leaf ? leaf : { sql: leaf.sql, kind: leaf.kind, expression, class: 'exact' };
      }
      case 'and':
      case 'or':
        return this.#any(expression, (part) => this.value(part));
      default:
        return this.#call(expression, true);
    }
  }

  #all(expression: CallExpression): Rendered | Local {
    const parts = expression.operands.map((part) => this.condition(part));
    const sent = parts.filter((part): part is Rendered => part.class !== 'local');
    if (sent.length === 0) return parts[0]!;
    const whole = sent.length === parts.length && sent.every((part) => part.class === 'exact');
    return this.#joined(expression, sent, ' and ', whole ? 'exact' : 'superset');
  }

  /** Every part, or nothing. */
  #any(expression: CallExpression, render: (part: Expression) => Rendered | Local): Rendered | Local {
    const parts = expression.operands.map(render);
    const missing = parts.find((part) => part.class === 'local');
    if (missing?.class === 'local') return missing;
    const sent = parts as readonly Rendered[];
    const exact = sent.every((part) => part.class === 'exact');
    return this.#joined(expression, sent, ` ${expression.form} `, exact ? 'exact' : 'superset');
  }

  #joined(expression: CallExpression, parts: readonly Rendered[], word: string, kind: Rendered['class']): Rendered {
    const sql = parts.length === 1 ? parts[0]!.sql : `(${parts.map((part) => part.sql).join(word)})`;
    return { sql, kind: this.#dialect.kindOf({ kind: 'boolean' }) ?? 'boolean', expression, class: kind };
  }

  #call(expression: CallExpression, exactly: boolean): Rendered | Local {
    if (expression.form === 'not') {
      const operand = this.value(expression.operands[0]!);
      return operand.class === 'local' ? operand : { ...operand, sql: `not (${operand.sql})`, expression };
    }
    const operands: Rendered[] = [];
    for (const part of expression.operands) {
      const operand = this.value(part);
      if (operand.class === 'local') return operand;
      operands.push(isCondition(part) ? { ...operand, sql: `(${operand.sql})` } : operand);
    }
    const kinds = operandKinds(ruledOperands(expression, operands));
    const spelled = spelledOperands(expression, operands, this.#dialect);
    const { rules, otherwise } = this.#dialect.table[expression.form as keyof ExpressionDialect['table']];
    let refusal = local(otherwise);
    for (const rule of rules) {
      if ((exactly && rule.class !== 'exact') || !fits(rule, kinds)) continue;
      const sql = spell(rule, spelled, expression);
      if (typeof sql !== 'string') {
        refusal = sql;
        continue;
      }
      const kind = rule.kind ?? this.#dialect.kindOf(expression.type);
      if (kind === null) return local(`the source computes no ${expression.type.kind}`);
      return { sql, kind, expression, class: rule.class };
    }
    return refusal;
  }
}

/** Comparisons of comparisons have no order among themselves that all databases share. */
function isCondition(expression: Expression): boolean {
  return expression.type.kind === 'boolean' && 'operands' in expression;
}

/** The operands by which a rule is chosen and spelled. */
function ruledOperands(expression: CallExpression, operands: readonly Operand[]): readonly Operand[] {
  return expression.form === 'case' ? operands.filter((_, index) => isCaseValue(index, operands.length)) : operands;
}

function spelledOperands(
  expression: CallExpression,
  operands: readonly Operand[],
  dialect: ExpressionDialect,
): readonly Operand[] {
  if (expression.form !== 'case') return operands;
  const value = (operand: Operand) => dialect.branch?.(operand) ?? operand.sql;
  const branches: string[] = [];
  for (let index = 0; index + 1 < operands.length; index += 2) {
    branches.push(`when ${operands[index]!.sql} then ${value(operands[index + 1]!)}`);
  }
  const last = operands.at(-1)!;
  return [{ ...last, sql: `(case ${branches.join(' ')} else ${value(last)} end)` }];
}

function spell(rule: Rule, operands: readonly Operand[], call: CallExpression): string | Local {
  if (typeof rule.sql !== 'string') return rule.sql(operands, call);
  return rule.sql.replace(/\$(\d)(\*?)/g, (_, digit: string, rest: string) => {
    const from = Number(digit) - 1;
    return rest === ''
      ? operands[from]!.sql
      : operands
          .slice(from)
          .map(({ sql }) => sql)
          .join(', ');
  });
}
