import type { Dialect } from '../../spi/dialect.js';
import type { ExpressionTree } from '../../spi/engine.js';
import { aggregateOf } from './aggregates.js';
import type { BlockColumn } from './block-draft.js';
import type { BlockExpressions, TypedForm } from './block-expressions.js';
import { named, type SelectTree, type TableTree, visitExpressions } from './query-tree.js';
import { blockColumn, NotReplaceable, type Replace } from './replacement.js';
import type { Scope, ScopeRelation } from './scope.js';
import { canonical } from './select-shape.js';

/** The columns of an aggregation: its keys, then its aggregates, each once. */
export class BlockColumns {
  readonly #scope: Scope;
  readonly #expressions: BlockExpressions;
  readonly #dialect: Dialect;
  readonly #byText = new Map<
    string,
    { readonly column: BlockColumn; readonly form: TypedForm; readonly isKey: boolean }
  >();

  constructor(scope: Scope, expressions: BlockExpressions, dialect: Dialect) {
    this.#scope = scope;
    this.#expressions = expressions;
    this.#dialect = dialect;
  }

  get all(): readonly BlockColumn[] {
    return [...this.#byText.values()].map(({ column }) => column);
  }

  get sql(): string {
    return [...this.#byText.values()]
      .map(({ column, form }) => `${form.form.sql} as ${this.#dialect.quote(column.name)}`)
      .join(', ');
  }

  get groupSql(): string {
    const keys = [...this.#byText.values()].filter(({ isKey }) => isKey).map(({ form }) => form.form.sql);
    return keys.length === 0 ? '' : ` group by ${keys.join(', ')}`;
  }

  /** what it is grouped by, in the query's terms */
  get keys(): readonly ExpressionTree[] {
    return [...this.#byText.values()].filter(({ isKey }) => isKey).map(({ column }) => column.expression);
  }

  /** the relations that these are of */
  get keyRelations(): readonly ScopeRelation[] {
    const found = new Set<ScopeRelation>();
    visitExpressions(this.keys, (part) => {
      const column = this.#scope.column(part);
      if (column !== null) found.add(column.relation);
      return true;
    });
    return [...found];
  }

  addKey(key: ExpressionTree): void {
    const text = canonical(key, this.#scope);
    const form = text === null ? null : this.#expressions.key(key);
    if (text === null || form === null) throw new NotReplaceable();
    if (!this.#byText.has(text)) this.#add(text, key, form, true);
  }

  addAggregate(aggregate: ExpressionTree): string {
    const text = canonical(aggregate, this.#scope);
    if (text === null) throw new NotReplaceable();
    const known = this.#byText.get(text);
    if (known !== undefined) return known.column.name;
    const form = this.#expressions.aggregate(aggregate);
    if (form === null) throw new NotReplaceable();
    return this.#add(text, aggregate, form, false);
  }

  /** Names a key or an aggregate by the block's column. */
  replaceOver(block: TableTree): Replace {
    return (expression, text) => {
      const known = text === null ? undefined : this.#byText.get(text);
      if (known !== undefined) return blockColumn(block, known.column.name);
      return aggregateOf(expression) === null ? null : blockColumn(block, this.addAggregate(expression));
    };
  }

  /** The block as DuckDB would write it. */
  meaning(tree: SelectTree, keys: readonly ExpressionTree[]): SelectTree {
    return {
      ...tree,
      select_list: this.all.map(({ expression, name }) => named(expression, name)),
      group_expressions: keys.map((key) => named(key, '')),
      group_sets: keys.length === 0 ? [] : [keys.map((_, index) => index)],
      aggregate_handling: 'STANDARD_HANDLING',
      having: null,
      qualify: null,
      modifiers: [],
    };
  }

  #add(text: string, expression: ExpressionTree, form: TypedForm, isKey: boolean): string {
    const name = `dvt_c${this.#byText.size}`;
    const { nativeType, comparison } = form.form;
    this.#byText.set(text, { form, isKey, column: { name, type: form.type, nativeType, comparison, expression } });
    return name;
  }
}
