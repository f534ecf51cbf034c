import type { Dialect } from '#dvt/spi/dialect.js';
import type { Expression } from '#dvt/spi/expression.js';

/** Remembers which forms a dialect wrote in which text, and tells which of them are in what was sent. */
export class SentForms {
  readonly #byText = new Map<string, ReadonlySet<string>>();

  /** The dialect, watched. */
  watch(dialect: Dialect): Dialect {
    return {
      ...dialect,
      pushdown: (condition) => {
        const pushed = dialect.pushdown(condition);
        if (pushed.class !== 'local') this.#note(pushed.sql, sentOf(condition, dialect));
        return pushed;
      },
      expression: (value) => {
        const expressed = dialect.expression(value);
        if (expressed.class !== 'local') this.#note(expressed.sql, formsOf(value));
        return expressed;
      },
    };
  }

  /** Forms in a text that a source is sent. */
  in(sent: string): Set<string> {
    return new Set([...this.#byText].flatMap(([text, forms]) => (sent.includes(text) ? [...forms] : [])));
  }

  clear(): void {
    this.#byText.clear();
  }

  #note(sql: string, forms: ReadonlySet<string>): void {
    if (forms.size > 0) this.#byText.set(sql, forms);
  }
}

/** Of an AND, only the parts that the source can be sent are. */
function sentOf(condition: Expression, dialect: Dialect): Set<string> {
  if (condition.form !== 'and' && condition.form !== 'or') return formsOf(condition);
  const parts = condition.operands.filter((part) => dialect.pushdown(part).class !== 'local');
  const inside = parts.flatMap((part) => [...sentOf(part, dialect)]);
  return new Set(parts.length > 1 ? [condition.form, ...inside] : inside);
}

function formsOf(expression: Expression): Set<string> {
  if (!('operands' in expression)) return new Set();
  return new Set([expression.form, ...expression.operands.flatMap((operand) => [...formsOf(operand)])]);
}
