import type { BlockDialect } from '#dvt/spi/block.js';
import type { Dialect } from '#dvt/spi/dialect.js';
import type { CallExpression, Expression, Form } from '#dvt/spi/expression.js';
import type { Fault } from './suite.js';

/** A mistake in what a dialect writes, and the models that must show it. */
export interface PlantedFault {
  readonly plant: Fault;
  /** what the models ask of a source that the mistake is in */
  readonly asked: readonly string[];
}

type Change = (call: CallExpression) => Expression;

/** The dialect is handed other expressions than it is asked for, so that it writes one thing for another. */
function given(change: Change): Fault {
  const changed = (expression: Expression): Expression =>
    'operands' in expression ? change({ ...expression, operands: expression.operands.map(changed) }) : expression;
  return (dialect) => ({
    ...dialect,
    pushdown: (condition) => dialect.pushdown(changed(condition)),
    expression: (value) => dialect.expression(changed(value)),
  });
}

function inForms(asked: readonly Form[], change: Change): PlantedFault {
  const isOne = (form: string) => asked.some((one) => one === form);
  return { plant: given((call) => (isOne(call.form) ? change(call) : call)), asked };
}

const as =
  (form: Form): Change =>
  (call) => ({ ...call, form });
const first: Change = ({ operands }) => operands[0]!;
const last: Change = ({ operands }) => operands.at(-1)!;
const withoutLast: Change = (call) =>
  call.operands.length > 2 ? { ...call, operands: call.operands.slice(0, -1) } : call;
const backwards: Change = (call) => ({ ...call, operands: call.operands.toReversed() });

function inBlocks(kind: string, change: (blocks: BlockDialect) => Partial<BlockDialect>): PlantedFault {
  const plant = (dialect: Dialect) =>
    dialect.blocks === undefined ? dialect : { ...dialect, blocks: { ...dialect.blocks, ...change(dialect.blocks) } };
  return { plant, asked: [`block: ${kind}`] };
}

/** Every aggregate is NULL for some. */
const wrongAggregates = (blocks: BlockDialect): Partial<BlockDialect> => ({
  aggregate: (call) => {
    const form = blocks.aggregate(call.name === 'min' ? { ...call, name: 'max' } : call);
    return form && { ...form, sql: `nullif(${form.sql}, ${form.sql})` };
  },
});

const never: Fault = (dialect) => ({
  ...dialect,
  pushdown: (condition) => {
    const pushed = dialect.pushdown(condition);
    return pushed.class === 'local' ? pushed : { ...pushed, sql: '1 = 0' };
  },
  // What a block asks of its rows.
  expression: (value) => {
    const expressed = dialect.expression(value);
    return expressed.class === 'local' || value.type.kind !== 'boolean' ? expressed : { ...expressed, sql: '(1 = 0)' };
  },
});

/** One mistake for each class of what a source is asked for. */
export const FAULTS: Readonly<Record<string, PlantedFault>> = {
  'an order without its end': inForms(['<='], as('<')),
  'an order the other way round': inForms(['>'], as('<')),
  'equality as an order': inForms(['='], as('<')),
  'inequality as equality': inForms(['<>'], as('=')),
  'a list without its last value': inForms(['in'], withoutLast),
  'a range without its end': inForms(['between'], (call) => ({
    ...call,
    form: '<',
    operands: [call.operands[0]!, call.operands[2]!],
  })),
  'one alternative of two': inForms(['or'], first),
  'a negation that is lost': inForms(['not'], first),
  'NULL test the other way round': inForms(['is null'], as('is not null')),
  'NULL is equal to nothing': inForms(['is not distinct from'], as('=')),
  'coalesce of one': inForms(['coalesce'], first),
  'the greatest for the least': inForms(['least'], as('greatest')),
  'CASE without its branches': inForms(['case'], last),
  'a pattern as a text': inForms(['prefix', 'suffix', 'contains', 'like'], as('=')),
  'texts put together backwards': inForms(['concat'], backwards),
  'a part of a text as the whole': inForms(['substring'], first),
  'a part of a date for another': inForms(['month', 'quarter'], as('day')),
  'weeks that begin on Monday': inForms(['day of week'], as('iso day of week')),
  'hours for minutes': inForms(['minute'], as('hour')),
  'a cast to the opposite': inForms(['cast'], (call) => ({ ...call, form: 'negate', operands: [call] })),
  'a sum for a difference': inForms(['subtract'], as('add')),
  'a sign that is lost': inForms(['negate', 'absolute'], first),
  'a key that is forgotten': { ...inForms(['in'], withoutLast), asked: ['keys: list'] },
  'the last key of a range': {
    ...inForms(['between'], (call) => ({ ...call, form: '<', operands: [call.operands[0]!, call.operands[2]!] })),
    asked: ['keys: range'],
  },
  'wrong aggregates': inBlocks('aggregation', wrongAggregates),
  'wrong partial aggregates': inBlocks('partial aggregation', wrongAggregates),
  'keys of groups that are one': inBlocks('aggregation', (blocks) => ({
    key: (column, sql) => {
      const form = blocks.key(column, sql);
      return form && { ...form, sql: `nullif(${form.sql}, ${form.sql})` };
    },
  })),
  'a limit from the other end': inBlocks('limit', (blocks) => ({
    orderTerm: (sql, direction, nulls) => blocks.orderTerm(sql, direction === 'asc' ? 'desc' : 'asc', nulls),
  })),
  'nothing exists': { plant: never, asked: ['block: exists'] },
};
