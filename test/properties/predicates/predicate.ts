import fc from 'fast-check';
import type { TestColumn, TestTable } from './column.js';

/** A condition in DuckDB's SQL; `§` stands for the alias of its table. */
export interface Condition {
  readonly sql: string;
  /** forms of its leaves, for counting what is pushed */
  readonly forms: readonly string[];
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function quoteText(value: string): string {
  const pieces = value.split('\0').map((piece) => `'${piece.replaceAll("'", "''")}'`);
  return pieces.length === 1 ? pieces[0]! : `(${pieces.join(' || chr(0) || ')})`;
}

/** A constant of a column's family. */
function constant({ family }: TestColumn, value: string): string {
  switch (family) {
    case 'integer':
    case 'decimal':
      return value.startsWith('-') ? `(${value})` : value;
    case 'float':
      return /^[-.\de]+$/.test(value)
        ? `${value.startsWith('-') ? `(${value})` : value}::double`
        : `'${value}'::double`;
    case 'text':
      return quoteText(value);
    case 'boolean':
      return value;
    default:
      return `'${value}'::${family}`;
  }
}

function column({ name }: TestColumn): string {
  return `§.${quoteName(name)}`;
}

/** Texts that are almost the value, and pieces of it. */
function nearMisses(value: string): fc.Arbitrary<string> {
  return fc.constantFrom(
    ...[value, value, value, value.toUpperCase(), value.toLowerCase(), `${value} `, ` ${value}`, value.trimEnd()],
    ...[value.normalize('NFD'), value.slice(0, 1), value.slice(1), `${value}a`, value.replaceAll('ß', 'ss')],
  );
}

function constantOf(one: TestColumn): fc.Arbitrary<string> {
  const drawn = fc.constantFrom(...one.values, ...(one.constants ?? []));
  const value = one.family === 'text' ? drawn.chain(nearMisses) : drawn;
  return value.map((text) => constant(one, text));
}

const COMPARISONS = ['=', '<>', '<', '<=', '>', '>='] as const;

/** Forms that a source may be asked for. */
function plain(one: TestColumn): fc.Arbitrary<Condition>[] {
  const operand = constantOf(one);
  const operator = fc.constantFrom(...COMPARISONS, '=', '=', '=');
  const values = fc.array(operand, { minLength: 1, maxLength: 4 });
  return [
    fc.tuple(operator, operand).map(([op, value]) => ({
      sql: `${column(one)} ${op} ${value}`,
      forms: [op === '<>' || op === '=' ? op : 'order'],
    })),
    fc.tuple(operator, operand).map(([op, value]) => ({
      sql: `${column(one)} ${op} ${value}`,
      forms: [op === '<>' || op === '=' ? op : 'order'],
    })),
    fc
      .tuple(operand, operand)
      .map(([low, high]) => ({ sql: `${column(one)} between ${low} and ${high}`, forms: ['between'] })),
    values.map((list) => ({ sql: `${column(one)} in (${list.join(', ')})`, forms: ['in'] })),
  ];
}

/** Forms that are none of those, or become one in the optimizer. */
function comparisons(one: TestColumn): fc.Arbitrary<Condition>[] {
  const operand = constantOf(one);
  const operator = fc.constantFrom(...COMPARISONS);
  const values = fc.array(operand, { minLength: 1, maxLength: 4 });
  return [
    fc
      .tuple(operator, operand)
      .map(([op, value]) => ({ sql: `${value} ${op} ${column(one)}`, forms: ['constant first'] })),
    values.map((list) => ({ sql: `${column(one)} not in (${list.join(', ')})`, forms: ['not in'] })),
    operand.map((value) => ({ sql: `${column(one)} is distinct from ${value}`, forms: ['is distinct from'] })),
    operand.map((value) => ({ sql: `${column(one)} is not distinct from ${value}`, forms: ['is not distinct from'] })),
    operand.map((value) => ({ sql: `coalesce(${column(one)}, ${value}) = ${value}`, forms: ['coalesce'] })),
    operand.map((value) => ({ sql: `${column(one)}::varchar = ${value}::varchar`, forms: ['cast'] })),
  ];
}

function searches(one: TestColumn): fc.Arbitrary<Condition>[] {
  if (one.family !== 'text') return [];
  const sought = fc.constantFrom(...one.values).chain(nearMisses);
  const pattern = fc.tuple(sought, fc.constantFrom('prefix', 'suffix', 'contains', 'middle')).map(([text, form]) => ({
    form,
    text: {
      prefix: `${text}%`,
      suffix: `%${text}`,
      contains: `%${text}%`,
      middle: `${text.slice(0, 1)}%${text.slice(1)}`,
    }[form]!,
  }));
  const call = (name: string, form: string) =>
    sought.map((text) => ({ sql: `${name}(${column(one)}, ${quoteText(text)})`, forms: [form] }));
  return [
    pattern.map(({ form, text }) => ({ sql: `${column(one)} like ${quoteText(text)}`, forms: [`like ${form}`] })),
    pattern.map(({ text }) => ({ sql: `${column(one)} not like ${quoteText(text)}`, forms: ['not like'] })),
    pattern.map(({ text }) => ({ sql: `${column(one)} ilike ${quoteText(text)}`, forms: ['ilike'] })),
    pattern.map(({ form, text }) => ({ sql: `${column(one)} like ${quoteText(text)}`, forms: [`like ${form}`] })),
    call('starts_with', 'starts_with'),
    call('ends_with', 'ends_with'),
    call('contains', 'contains'),
    sought.map((text) => ({ sql: `lower(${column(one)}) = ${quoteText(text.toLowerCase())}`, forms: ['lower'] })),
    fc.integer({ min: 0, max: 3 }).map((length) => ({ sql: `length(${column(one)}) > ${length}`, forms: ['length'] })),
  ];
}

/** Other expressions over the column that an optimizer likes to rewrite. */
function expressions(one: TestColumn): fc.Arbitrary<Condition>[] {
  const name = column(one);
  const any = (...texts: string[]) => fc.constantFrom(...texts).map((sql) => ({ sql, forms: ['expression'] }));
  switch (one.family) {
    case 'integer':
      return [
        any(
          `${name} + 1 > 3`,
          `-${name}::hugeint < 0`,
          `${name} % 2 = 1`,
          `${name} = 1.5`,
          `${name} < 1.5`,
          `${name}::varchar = '7'`,
          `${name}::double = 7`,
        ),
      ];
    case 'decimal':
      return [any(`${name} * 2 = 3`, `${name} = 1.5::double`, `round(${name}, 1) = 1.5`, `${name} > 1`)];
    case 'float':
      return [
        any(`isnan(${name})`, `${name} = 'NaN'::double`, `${name} > 'inf'::double`, `${name} < 1`, `${name} = 0.1`),
      ];
    case 'date':
      return [
        any(
          `${name} = timestamp '2024-02-29 00:00:00'`,
          `${name} < timestamp '2024-02-29 12:00:00'`,
          `year(${name}) = 2024`,
          `${name} = 'infinity'::date`,
        ),
      ];
    case 'timestamp':
      return [
        any(
          `${name}::date = date '2024-02-29'`,
          `${name} >= date '2024-02-29'`,
          `year(${name}) = 2024`,
          `${name} < 'infinity'::timestamp`,
        ),
      ];
    case 'timestamptz':
      return [
        any(
          `${name} > timestamptz '2024-02-29 12:00:00+05:45'`,
          `${name} < 'infinity'::timestamptz`,
          `epoch(${name}) > 0`,
        ),
      ];
    case 'boolean':
      return [
        any(name, `not ${name}`, `${name} is true`, `${name} is not true`, `${name} is false`, `${name} = (1 = 1)`),
      ];
    default:
      return [];
  }
}

function nullTests(one: TestColumn): fc.Arbitrary<Condition> {
  return fc.constantFrom('is null', 'is not null').map((form) => ({ sql: `${column(one)} ${form}`, forms: [form] }));
}

function between(columns: readonly TestColumn[]): fc.Arbitrary<Condition> {
  const pairs = columns.flatMap((a) =>
    columns.filter((b) => a !== b && a.family === b.family && isAlike(a, b)).map((b) => [a, b] as const),
  );
  return fc
    .tuple(fc.constantFrom(...pairs), fc.constantFrom(...COMPARISONS))
    .map(([[a, b], op]) => ({ sql: `${column(a)} ${op} ${column(b)}`, forms: ['two columns'] }));
}

/** Texts of every pair would drown the rest. */
function isAlike(a: TestColumn, b: TestColumn): boolean {
  return a.family === 'text' ? a.type === b.type : a.family !== 'other';
}

/** One leaf: no AND, OR or NOT. */
export function leaf(table: TestTable): fc.Arbitrary<Condition> {
  const ofColumn = fc
    .constantFrom(...table.columns)
    .chain((one) =>
      one.family === 'other'
        ? nullTests(one)
        : fc.oneof(
            { arbitrary: fc.oneof(...plain(one)), weight: 6 },
            { arbitrary: fc.oneof(...comparisons(one)), weight: 2 },
            ...(one.family === 'text' ? [{ arbitrary: fc.oneof(...searches(one)), weight: 3 }] : []),
            ...expressions(one).map((arbitrary) => ({ arbitrary, weight: 1 })),
            { arbitrary: nullTests(one), weight: 1 },
          ),
    );
  return fc.oneof({ arbitrary: ofColumn, weight: 12 }, { arbitrary: between(table.columns), weight: 1 });
}

/** Any condition over one table. */
export function condition(table: TestTable): fc.Arbitrary<Condition> {
  const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
      leaf(table),
      fc.tuple(fc.constantFrom('and', 'or'), tie('tree'), tie('tree')).map(([word, a, b]) => ({
        sql: `(${(a as Condition).sql} ${word} ${(b as Condition).sql})`,
        forms: [...(a as Condition).forms, ...(b as Condition).forms],
      })),
      tie('tree').map((inner) => ({ sql: `not (${(inner as Condition).sql})`, forms: (inner as Condition).forms })),
    ),
  }));
  return tree;
}

/** A condition's text for a table with this alias. */
export function about(alias: string, { sql }: Condition): string {
  return sql.replaceAll('§', alias);
}
