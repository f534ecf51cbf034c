import type { AggregateArgument, BlockDialect, SourceForm } from '../../spi/block.js';
import type { ColumnType } from '../../spi/column-type.js';
import type { Dialect } from '../../spi/dialect.js';
import type { ExpressionTree } from '../../spi/engine.js';
import type { Expression } from '../../spi/expression.js';
import { evaluationRank } from '../evaluation-rank.js';
import { aggregateOf, aggregateType } from './aggregates.js';
import { neutralExpression } from './neutral-expression.js';
import type { Scope, ScopeColumn, ScopeRelation } from './scope.js';

/** A value that the source computes like DuckDB, with DuckDB's type. */
export interface TypedForm {
  readonly form: SourceForm;
  readonly type: ColumnType;
}

/** Writes a block's expressions in the source's SQL; null for whatever is not known to be exact. */
export class BlockExpressions {
  readonly #scope: Pick<Scope, 'column'>;
  readonly #dialect: Dialect;
  readonly #blocks: BlockDialect;

  /** Columns of other relations than `relations` are none of the block's. */
  constructor(scope: Scope, relations: ReadonlySet<ScopeRelation>, dialect: Dialect, blocks: BlockDialect) {
    this.#scope = {
      column: (expression) => {
        const found = scope.column(expression);
        return found !== null && relations.has(found.relation) ? found : null;
      },
    };
    this.#dialect = dialect;
    this.#blocks = blocks;
  }

  /** A condition that is true, false and NULL where DuckDB's is. */
  condition(expression: ExpressionTree): string | null {
    const pair = this.#equalColumns(expression);
    if (pair !== null) return this.equality(pair[0], pair[1]);
    const neutral = this.#neutral(expression);
    if (neutral === null || neutral.type.kind !== 'boolean') return null;
    const pushed = this.#dialect.expression(neutral);
    if (pushed.class !== 'local') return pushed.sql;
    const filter = this.#dialect.pushdown(neutral);
    return filter.class === 'exact' ? filter.sql : null;
  }

  /** Conditions that must all hold, in the order in which the source had best check them. */
  cheapFirst(conditions: readonly ExpressionTree[]): readonly ExpressionTree[] {
    const ranked = conditions.map((condition) => {
      const neutral = this.#neutral(condition);
      return { condition, rank: neutral === null ? 0 : evaluationRank(neutral) };
    });
    return ranked.toSorted((a, b) => a.rank - b.rank).map(({ condition }) => condition);
  }

  /** Equality of two columns, texts of any collation included. */
  equality(left: ScopeColumn, right: ScopeColumn): string | null {
    if (left.column.scan.type.kind !== right.column.scan.type.kind) return null;
    const forms = [left, right].map((column) => this.#columnKey(column));
    return forms.some((form) => form === null) ? null : `${forms[0]!.form.sql} = ${forms[1]!.form.sql}`;
  }

  /** A value to group by. */
  key(expression: ExpressionTree): TypedForm | null {
    const column = this.#scope.column(expression);
    if (column !== null) return this.#columnKey(column);
    const neutral = this.#neutral(expression);
    if (neutral === null) return null;
    const expressed = this.#dialect.expression(neutral);
    if (expressed.class === 'local') return null;
    const form = this.#blocks.value(expressed, neutral.type);
    return form === null ? null : { form, type: neutral.type };
  }

  aggregate(expression: ExpressionTree): TypedForm | null {
    const call = aggregateOf(expression);
    if (call === null) return null;
    const { name, distinct } = call;
    const argument = call.argument === null ? null : this.#argument(call.argument, name, distinct);
    if (call.argument !== null && argument === null) return null;
    const type = aggregateType(name, argument?.type ?? null);
    if (type === null) return null;
    const filtered = call.filter === null ? argument : this.#filtered(call.filter, argument);
    if (call.filter !== null && filtered === null) return null;
    const form = this.#blocks.aggregate({ name, distinct, argument: filtered });
    return form === null ? null : { form, type };
  }

  #argument(expression: ExpressionTree, name: string, distinct: boolean): AggregateArgument | null {
    const column = this.#scope.column(expression);
    // What is counted once must be told apart as DuckDB does it.
    if (name === 'count' && distinct) {
      const key = this.key(expression);
      return key === null ? null : { sql: key.form.sql, type: key.type, column: column?.column.scan ?? null };
    }
    if (column !== null) return { sql: this.#sql(column), type: column.column.scan.type, column: column.column.scan };
    const neutral = this.#neutral(expression);
    if (neutral === null) return null;
    const expressed = this.#dialect.expression(neutral);
    return expressed.class === 'local' ? null : { sql: expressed.sql, type: neutral.type, column: null };
  }

  /** Only rows that a filter lets through; no database but a few has FILTER. */
  #filtered(filter: ExpressionTree, argument: AggregateArgument | null): AggregateArgument | null {
    const condition = this.condition(filter);
    if (condition === null) return null;
    const sql = `case when ${condition} then ${argument?.sql ?? '1'} end`;
    return argument === null ? { sql, type: { kind: 'int32' }, column: null } : { ...argument, sql };
  }

  #columnKey(found: ScopeColumn): TypedForm | null {
    const form = this.#blocks.key(found.column.scan, this.#sql(found));
    return form === null ? null : { form, type: found.column.scan.type };
  }

  #equalColumns(expression: ExpressionTree): readonly [ScopeColumn, ScopeColumn] | null {
    if (expression.type !== 'COMPARE_EQUAL') return null;
    const left = this.#scope.column(expression['left'] as ExpressionTree);
    const right = this.#scope.column(expression['right'] as ExpressionTree);
    return left !== null && right !== null && left.column.scan.type.kind === 'varchar' ? [left, right] : null;
  }

  #neutral(expression: ExpressionTree): Expression | null {
    return neutralExpression(expression, (part) => {
      const found = this.#scope.column(part);
      return found === null ? null : { column: found.column.scan, qualifier: found.relation.qualifier };
    });
  }

  #sql({ relation, column }: ScopeColumn): string {
    return `${this.#dialect.quote(relation.qualifier)}.${this.#dialect.quote(column.scan.name)}`;
  }
}
