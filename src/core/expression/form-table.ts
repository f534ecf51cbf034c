import type { CallExpression, ColumnExpression, Expression, Form, LiteralExpression } from '../../spi/expression.js';
import { FORMS } from '../../spi/expression.js';
import type { FormClass, FormSupport, Local } from '../../spi/predicate.js';

/** Forms that every dialect spells alike and that the renderer knows itself. */
export type Connective = 'and' | 'or' | 'not';

/** An operand in the source's SQL; its value is DuckDB's. */
export interface Operand {
  readonly sql: string;
  readonly kind: string;
  readonly expression: Expression;
}

/** How a form is spelled for some kinds of operands. */
export interface Rule extends FormClass {
  /** a text in which $1, $2 ... are the operands, $2* all from the second one on; or what makes it, or refuses */
  readonly sql: string | ((operands: readonly Operand[], call: CallExpression) => string | Local);
  /** kind of the result, where its type does not tell */
  readonly kind?: string;
}

/** A form's rules in the order of preference, and why it stays local where none fits. */
export interface FormRules {
  readonly rules: readonly Rule[];
  readonly otherwise: string;
}

/**
 * The one table in which a dialect says what it makes of each form. The operands of CASE are its values, without the
 * conditions, and $1 stands for the whole `case ... end`.
 */
export type FormTable = Readonly<Record<Exclude<Form, Connective>, FormRules>>;

/** A column or a constant in the source's SQL. */
export interface Leaf {
  readonly sql: string;
  readonly kind: string;
  /** a condition that holds for rows whose value the reader must see and refuse, whatever the filter says */
  readonly guard?: string;
}

/** What the renderer needs of a dialect. */
export interface ExpressionDialect {
  readonly table: FormTable;
  column(expression: ColumnExpression): Leaf | Local;
  literal(expression: LiteralExpression): Leaf | Local;
  /** the kind of what an expression of this type computes; null where the dialect computes none */
  kindOf(type: Expression['type']): string | null;
  /** a value of CASE, where it must not stand as it is; a text of another character set */
  branch?(operand: Operand): string;
}

/** The kind of a NULL constant; it fits any operand. */
export const NULL_KIND = 'null';
/** An operand of any kind. */
const ANY = 'any';

export function local(reason: string): Local {
  return { class: 'local', reason };
}

/** Whether an operand of CASE is a value: conditions and values alternate, and the last one is a value. */
export function isCaseValue(index: number, count: number): boolean {
  return index % 2 === 1 || index === count - 1;
}

/** A form that this dialect never sends. */
export function never(reason: string): FormRules {
  return { rules: [], otherwise: reason };
}

/** Whether a rule is for operands of these kinds. A kind may list several: `integer|decimal`. */
export function fits(rule: FormClass, kinds: OperandKinds): boolean {
  const last = rule.operands.length - 1;
  if (kinds.each.length <= last) return false;
  for (let index = 0; index < last; index++) if (!accepts(rule.operands[index]!, kinds.each[index]!)) return false;
  // A list has tens of thousands of operands of one kind.
  const further = last === 1 ? kinds.fromSecond : new Set(kinds.each.slice(last));
  for (const kind of further) if (!accepts(rule.operands[last]!, kind)) return false;
  return true;
}

/** Kinds of a call's operands; see `fits`. */
export interface OperandKinds {
  readonly each: readonly string[];
  /** different ones from the second operand on */
  readonly fromSecond: ReadonlySet<string>;
}

export function operandKinds(operands: readonly Operand[]): OperandKinds {
  const each = operands.map(({ kind }) => kind);
  return { each, fromSecond: new Set(each.slice(1)) };
}

function accepts(wanted: string, kind: string): boolean {
  return wanted === ANY || kind === NULL_KIND || wanted === kind || wanted.split('|').includes(kind);
}

const ALIKE: FormSupport = { classes: [{ operands: ['boolean'], class: 'exact' }], otherwise: 'a part of it is local' };

/** The table without its spellings, for the docs and for the proof. */
export function supportOf(table: FormTable): Readonly<Record<Form, FormSupport>> {
  const forms = Object.keys(FORMS) as Form[];
  return Object.fromEntries(
    forms.map((form): [Form, FormSupport] => {
      if (!(form in table)) return [form, ALIKE];
      const { rules, otherwise } = table[form as keyof FormTable];
      const classes = rules.map(({ operands, class: kind, note }) => ({
        operands,
        class: kind,
        ...(note !== undefined && { note }),
      }));
      return [form, { classes, otherwise }];
    }),
  ) as Readonly<Record<Form, FormSupport>>;
}
