import type { Form } from '#dvt/spi/expression.js';
import type { TestColumn } from '../properties/predicates/column.js';

/** A condition in DuckDB's SQL, and the form that it is about. */
export interface Condition {
  readonly form: Form;
  readonly sql: string;
}

const MOST_CONSTANTS = 16;
const name = (column: TestColumn) => `"${column.name}"`;

function quoted(text: string): string {
  return text.includes('\0') ? 'chr(0)' : `'${text.replaceAll("'", "''")}'`;
}

/** A value as DuckDB's plans print constants; null for one that they print in a form of its own. */
function constant({ family, duckdb }: TestColumn, value: string): string | null {
  switch (family) {
    case 'integer':
    case 'decimal':
      return value.startsWith('-') ? `(${value})` : value;
    case 'float':
      return /^[-.\de]+$/.test(value)
        ? `${value.startsWith('-') ? `(${value})` : value}::${duckdb}`
        : `'${value.toLowerCase()}'::${duckdb}`;
    case 'text':
      return value.includes('\0') ? null : quoted(value);
    case 'boolean':
      return value;
    case 'timestamptz':
      return /[+-]\d\d(:|$)(?<!\+00)|infinity/.test(value) ? null : `'${value.replace('+00', '')}+00'::timestamptz`;
    case 'other':
      return duckdb === 'BLOB'
        ? `'${value.startsWith('\\x') ? value.slice(2).replace(/../g, '\\x$&') : value}'::blob`
        : null;
    default:
      return / BC$|infinity|^0000/.test(value) ? null : `'${value}'::${family}`;
  }
}

function constants(column: TestColumn, most = MOST_CONSTANTS): string[] {
  const all = [...column.values, ...(column.constants ?? [])];
  const step = Math.max(1, Math.floor(all.length / most));
  const near = column.family === 'text' ? ['A ', 'A', ' a', 'ab ', 'ß', '%', '_'] : [];
  return [...new Set([...all.filter((_, index) => index % step === 0), ...near])]
    .map((value) => constant(column, value))
    .filter((sql) => sql !== null);
}

/** Pairs of columns of one type of DuckDB, integers of all widths among themselves. */
function pairs(columns: readonly TestColumn[]): (readonly [TestColumn, TestColumn])[] {
  const alike = (a: TestColumn, b: TestColumn) =>
    a.duckdb === b.duckdb || (a.family === 'integer' && b.family === 'integer');
  return columns.flatMap((a, at) => {
    const others = columns.filter((b, index) => index !== at && alike(a, b));
    // Of texts every column with the next three: each kind meets each other one.
    const next = a.family === 'text' ? [1, 2, 5, 9].map((step) => others[(at + step) % others.length]!) : others;
    return [...new Set(next)].map((b) => [a, b] as const);
  });
}

const COMPARISONS = ['=', '<>', '<', '<=', '>', '>=', 'is distinct from', 'is not distinct from'] as const;

function comparisons(columns: readonly TestColumn[]): Condition[] {
  const withConstants = columns.flatMap((column) =>
    constants(column).flatMap((value) =>
      COMPARISONS.map((form): Condition => ({ form, sql: `${name(column)} ${form} ${value}` })),
    ),
  );
  const withColumns = pairs(columns).flatMap(([a, b]) =>
    COMPARISONS.map((form): Condition => ({ form, sql: `${name(a)} ${form} ${name(b)}` })),
  );
  return [...withConstants, ...withColumns];
}

function ranges(columns: readonly TestColumn[]): Condition[] {
  return columns.flatMap((column) => {
    const values = constants(column);
    if (values.length === 0) return [];
    const many = Array.from({ length: 80 }, (_, index) => values[index % values.length]!);
    const long =
      column.family === 'integer' ? [...values, ...Array.from({ length: 80 }, (_, index) => String(index * 3))] : many;
    const lists = [values.slice(0, 1), values.slice(0, 4), [...values.slice(0, 2), 'null'], long];
    const [low, high] = [values[0]!, values.at(-1)!];
    return [
      { form: 'between', sql: `${name(column)} between ${low} and ${high}` },
      { form: 'between', sql: `${name(column)} between ${high} and ${low}` },
      { form: 'not', sql: `not (${name(column)} between ${low} and ${values[1] ?? low})` },
      ...lists.flatMap((list): Condition[] => [
        { form: 'in', sql: `${name(column)} in (${list.join(', ')})` },
        { form: 'not in', sql: `${name(column)} not in (${list.join(', ')})` },
      ]),
    ] as Condition[];
  });
}

function nulls(columns: readonly TestColumn[]): Condition[] {
  return columns.flatMap((column) => [
    { form: 'is null' as const, sql: `${name(column)} is null` },
    { form: 'is not null' as const, sql: `${name(column)} is not null` },
  ]);
}

const SOUGHT = [
  '',
  'a',
  'A',
  'a ',
  ' ',
  '%',
  '_',
  'a_',
  '\\',
  "'",
  '|',
  '[',
  '*',
  '😀',
  'ä',
  'ab',
  'ß',
  'ss',
  'e',
  '\u007f',
];
const PATTERNS = ['a_', '_', '__', 'a%c', '%b%', 'a\\_b', '_%', 'a|b', '[a]%', '*', '😀_', '%', '_ä', 'a__%'];

function texts(columns: readonly TestColumn[]): Condition[] {
  const text = columns.filter(({ family }) => family === 'text');
  return [
    ...text.flatMap((column) =>
      SOUGHT.flatMap((sought): Condition[] => [
        { form: 'prefix', sql: `prefix(${name(column)}, ${quoted(sought)})` },
        { form: 'suffix', sql: `suffix(${name(column)}, ${quoted(sought)})` },
        { form: 'contains', sql: `contains(${name(column)}, ${quoted(sought)})` },
        { form: 'not', sql: `not prefix(${name(column)}, ${quoted(sought)})` },
      ]),
    ),
    ...text.flatMap((column) =>
      PATTERNS.map((pattern): Condition => ({ form: 'like', sql: `${name(column)} like ${quoted(pattern)}` })),
    ),
    ...text.flatMap((column): Condition[] => [
      ...[0, 1, 2, 3].map((count): Condition => ({ form: 'length', sql: `length(${name(column)}) = ${count}` })),
      ...[
        [1, 1],
        [1, 2],
        [2, 2],
        [3, 0],
      ].map(
        ([from, count]): Condition => ({
          form: 'substring',
          sql: `substring(${name(column)}, ${from}, ${count}) in ('a', 'ab', 'b', '😀', '', 'A')`,
        }),
      ),
      { form: 'substring', sql: `substring(${name(column)}, 2) = 'b'` },
      { form: 'substring', sql: `left(${name(column)}, 1) like '_'` },
      { form: 'concat', sql: `${name(column)} || 'b' = 'ab'` },
      { form: 'concat', sql: `length(${name(column)} || ${name(column)}) > 3` },
    ]),
    ...pairs(text).map(([a, b]): Condition => ({ form: 'concat', sql: `${name(a)} || ${name(b)} > 'aa'` })),
  ];
}

const OPERATORS = { add: '+', subtract: '-', multiply: '*', modulo: '%' } as const;

function numbers(columns: readonly TestColumn[]): Condition[] {
  const exact = columns.filter(({ family }) => family === 'integer' || family === 'decimal');
  const forms = Object.entries(OPERATORS) as [keyof typeof OPERATORS, string][];
  return [
    ...exact.flatMap((column) =>
      forms.flatMap(([form, operator]) =>
        [
          '2',
          '3',
          '7',
          '0',
          '(-3)',
          '9223372036854775807',
          ...(column.family === 'decimal' ? ['1.5', '0.001'] : []),
        ].flatMap((value): Condition[] => [
          { form, sql: `(${name(column)} ${operator} ${value}) > 1` },
          { form, sql: `(${name(column)} ${operator} ${value}) < 0` },
          { form, sql: `(${name(column)} ${operator} ${value}) = 0` },
        ]),
      ),
    ),
    ...pairs(exact).flatMap(([a, b]) =>
      forms.map(([form, operator]): Condition => ({ form, sql: `(${name(a)} ${operator} ${name(b)}) <= ${name(a)}` })),
    ),
    ...exact.flatMap((column): Condition[] => [
      ...['< 1', '> 1', '< 0', '= (-7)', '>= 9223372036854775808', `< ${name(column)}`].flatMap(
        (compared): Condition[] => [
          { form: 'negate', sql: `- ${name(column)} ${compared}` },
          { form: 'negate', sql: `- coalesce(${name(column)}, 7) ${compared}` },
          { form: 'negate', sql: `- (- ${name(column)}) ${compared}` },
          { form: 'absolute', sql: `abs(${name(column)}) ${compared}` },
          { form: 'absolute', sql: `abs(- ${name(column)}) ${compared}` },
        ],
      ),
      { form: 'absolute', sql: `abs(${name(column)} + 1) = 2` },
      { form: 'absolute', sql: `abs(1 - ${name(column)}) = 6` },
      { form: 'subtract', sql: `(1 - ${name(column)}) < 1` },
      { form: 'subtract', sql: `(${name(column)} - 1) - 1 > ${name(column)}` },
      { form: 'multiply', sql: `${name(column)} * (-1) < 1` },
      { form: 'multiply', sql: `${name(column)} * ${name(column)} > 1` },
      { form: 'modulo', sql: `((-7) % ${name(column)}) < 0` },
      { form: 'modulo', sql: `(${name(column)} % (-1)) = 0` },
      { form: 'modulo', sql: `(- ${name(column)} % 2) = 1` },
    ]),
    // What DuckDB's plans print of columns of several widths.
    ...exact
      .filter(({ family }) => family === 'integer')
      .flatMap((column): Condition[] =>
        [
          ...['SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'UINTEGER', 'UBIGINT'],
          ...['DECIMAL(4,0)', 'DECIMAL(20,0)', 'DECIMAL(22,1)'],
        ].flatMap((to): Condition[] => {
          const cast = `cast(${name(column)} as ${to})`;
          return [
            { form: 'negate', sql: `- ${cast} < 1` },
            { form: 'add', sql: `${cast} + 1 > 1` },
            { form: 'subtract', sql: `${cast} - 2 < 1` },
            { form: 'multiply', sql: `${cast} * 3 > 300` },
            { form: 'modulo', sql: `${cast} % 2 = 1` },
          ];
        }),
      ),
  ];
}

/** Targets of casts by the type of the operand, with constants of them. */
const CASTS: readonly (readonly [from: RegExp, to: string, values: readonly string[]])[] = [
  [/INT/, 'HUGEINT', ['7', '9223372036854775807']],
  [/INT/, 'BIGINT', ['7', '(-1)']],
  [/INT/, 'TINYINT', ['7', '(-1)']],
  ...['UTINYINT', 'SMALLINT', 'USMALLINT', 'INTEGER', 'UINTEGER', 'UBIGINT', 'UHUGEINT'].map(
    (to) => [/INT/, to, ['7', '100']] as const,
  ),
  [/INT/, 'DECIMAL(22,1)', ['7.0', '1.5', '(-1.5)']],
  [/INT/, 'DECIMAL(5,1)', ['7.0', '1.5', '(-1.5)']],
  [/INT/, 'FLOAT', ['7', '16777216']],
  [/INT/, 'BOOLEAN', ['true', 'false']],
  [/INT/, 'DOUBLE', ['7.0', '9007199254740993.0', '9.223372036854775807e18']],
  [/DECIMAL/, 'DECIMAL(38,11)', ['1.5', '0.00100000000']],
  [/DECIMAL/, 'DECIMAL(15,1)', ['1.5', '0.0', '(-1.5)', '100.3']],
  [/DECIMAL/, 'DECIMAL(4,3)', ['1.5', '0.0']],
  [/DECIMAL/, 'INTEGER', ['2', '0', '(-2)', '100']],
  [/DECIMAL/, 'UTINYINT', ['2', '0', '100']],
  [/DECIMAL/, 'DOUBLE', ['1.5', '0.0', '(-1.5)']],
  [/^(FLOAT|DOUBLE)$/, 'INTEGER', ['2', '0', '(-2)']],
  [/^(FLOAT|DOUBLE)$/, 'UBIGINT', ['2', '0']],
  [/^(FLOAT|DOUBLE)$/, 'DECIMAL(12,1)', ['1.5', '0.1']],
  [/^DOUBLE$/, 'FLOAT', ['1.5', '16777216.0']],
  [/^DATE$/, 'TIMESTAMP', ["'2024-02-29 00:00:00'::timestamp", "'2024-02-28 23:59:59.999999'::timestamp"]],
  [/^TIMESTAMP$/, 'DATE', ["'2024-02-29'::date", "'1969-12-31'::date", "'2024-12-31'::date"]],
  [/^FLOAT$/, 'DOUBLE', ['1.5', '16777216.0']],
  [/^BOOLEAN$/, 'INTEGER', ['0', '1']],
];

function casts(columns: readonly TestColumn[]): Condition[] {
  return columns.flatMap((column) =>
    CASTS.filter(([from]) => from.test(column.duckdb)).flatMap(([, to, values]) =>
      values.flatMap((value) =>
        ['=', '<'].map(
          (operator): Condition => ({ form: 'cast', sql: `cast(${name(column)} as ${to}) ${operator} ${value}` }),
        ),
      ),
    ),
  );
}

function choices(columns: readonly TestColumn[]): Condition[] {
  const comparable = columns.filter((column) => constants(column).length > 0);
  return [
    ...comparable.flatMap((column): Condition[] =>
      constants(column, 4)
        .slice(0, 5)
        .flatMap((value): Condition[] => [
          { form: 'coalesce', sql: `coalesce(${name(column)}, ${value}) = ${value}` },
          { form: 'case', sql: `case when ${name(column)} = ${value} then null else ${name(column)} end <= ${value}` },
          { form: 'case', sql: `case when ${name(column)} > ${value} then ${name(column)} end > ${value}` },
          { form: 'greatest', sql: `greatest(${name(column)}, ${value}) = ${value}` },
          { form: 'least', sql: `least(${name(column)}, ${value}) < ${value}` },
        ]),
    ),
    ...pairs(comparable).flatMap(([a, b]): Condition[] => [
      { form: 'coalesce', sql: `coalesce(${name(a)}, ${name(b)}) = ${name(b)}` },
      { form: 'case', sql: `case when ${name(a)} < ${name(b)} then ${name(a)} else ${name(b)} end = ${name(a)}` },
      { form: 'greatest', sql: `greatest(${name(a)}, ${name(b)}) = ${name(a)}` },
      { form: 'least', sql: `least(${name(a)}, ${name(b)}) = ${name(a)}` },
    ]),
  ];
}

const DATE_FIELDS: readonly (readonly [Form, string, readonly number[]])[] = [
  ['year', 'year', [2024, 1, 0, -43, 1969]],
  ['quarter', 'quarter', [1, 4]],
  ['month', 'month', [2, 12]],
  ['day', 'day', [29, 31]],
  ['day of week', 'dayofweek', [0, 4, 6]],
  ['iso day of week', 'isodow', [1, 4, 7]],
  ['day of year', 'dayofyear', [1, 60, 366]],
];
const TIME_FIELDS: readonly (readonly [Form, string, readonly number[]])[] = [
  ['hour', 'hour', [0, 12, 23, 24]],
  ['minute', 'minute', [0, 59]],
  ['second', 'second', [0, 59]],
];
const UNITS = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'decade'];

function times(columns: readonly TestColumn[]): Condition[] {
  const fields = (kinds: readonly string[], list: typeof DATE_FIELDS) =>
    columns
      .filter(({ duckdb }) => kinds.includes(duckdb))
      .flatMap((column) =>
        list.flatMap(([form, called, values]) =>
          values.flatMap((value) =>
            ['=', '>'].map((op): Condition => ({ form, sql: `${called}(${name(column)}) ${op} ${value}` })),
          ),
        ),
      );
  const truncated = columns
    .filter(({ duckdb }) => duckdb === 'DATE' || duckdb === 'TIMESTAMP')
    .flatMap((column) =>
      UNITS.flatMap((unit) =>
        ['2024-01-01 00:00:00', '2024-02-29 00:00:00', '1969-12-31 23:59:59'].map(
          (value): Condition => ({
            form: 'truncate',
            sql: `date_trunc('${unit}', ${name(column)}) = '${value}'::timestamp`,
          }),
        ),
      ),
    );
  return [
    ...moved(columns),
    ...fields(['DATE', 'TIMESTAMP', 'TIMESTAMPTZ'], DATE_FIELDS),
    ...fields(['TIMESTAMP', 'TIME', 'TIMESTAMPTZ'], TIME_FIELDS),
    ...truncated,
  ];
}

const INTERVALS = ['1 day', '-1 day', '1 month', '-13 months', '1 microsecond', '36 hours', '1 month -31 days'];
const DAYS = [
  "'0001-01-01'::date",
  "'0001-02-01'::date",
  "'2024-02-29'::date",
  "'9999-12-31'::date",
  "'1970-01-01'::date",
];

/** Dates and times moved by days and intervals, at the ends of their range too. */
function moved(columns: readonly TestColumn[]): Condition[] {
  const dates = columns.filter(({ family }) => family === 'date');
  const both = columns.filter(({ family }) => family === 'date' || family === 'timestamp');
  const compared = (form: Form, sql: string): Condition[] =>
    DAYS.flatMap((day) => ['<', '>=', '='].map((operator): Condition => ({ form, sql: `${sql} ${operator} ${day}` })));
  return [
    ...dates.flatMap((column) => [
      ...['5', '(-5)', '0', '4000000'].flatMap((days) => [
        ...compared('add', `${name(column)} + ${days}`),
        ...compared('subtract', `${name(column)} - ${days}`),
      ]),
      ...DAYS.flatMap((day) =>
        ['> 5', '<= 0', '= (-1)', '< 3652058'].flatMap((count): Condition[] => [
          { form: 'subtract', sql: `${name(column)} - ${day} ${count}` },
          { form: 'subtract', sql: `${day} - ${name(column)} ${count}` },
        ]),
      ),
    ]),
    ...both.flatMap((column) =>
      INTERVALS.flatMap((interval) => [
        ...compared('add', `${name(column)} + interval '${interval}'`),
        ...compared('subtract', `${name(column)} - interval '${interval}'`),
      ]),
    ),
    ...pairs(dates).flatMap(([a, b]): Condition[] => [
      { form: 'subtract', sql: `${name(a)} - ${name(b)} > 1` },
      { form: 'add', sql: `${name(a)} + 1 > ${name(b)}` },
      { form: 'add', sql: `${name(a)} + interval '1 month' > ${name(b)}` },
    ]),
  ];
}

function conditionsOnConditions(columns: readonly TestColumn[]): Condition[] {
  const integers = columns.filter(({ family }) => family === 'integer').slice(0, 3);
  const booleans = columns.filter(({ family }) => family === 'boolean');
  return [
    ...integers.flatMap((a): Condition[] =>
      integers.flatMap((b): Condition[] => [
        ...COMPARISONS.map((form): Condition => ({ form, sql: `(${name(a)} > 1) ${form} (${name(b)} > 0)` })),
        { form: 'or', sql: `${name(a)} > 1 or ${name(b)} = 0` },
        { form: 'and', sql: `${name(a)} > 0 and ${name(b)} is not null` },
        { form: 'not', sql: `not (${name(a)} > 1 and ${name(b)} = 0)` },
        { form: 'is null', sql: `(${name(a)} > ${name(b)}) is null` },
        { form: 'case', sql: `case when ${name(a)} = 1 then true when ${name(b)} = 7 then false end` },
        { form: 'coalesce', sql: `coalesce(${name(a)} > ${name(b)}, false)` },
        { form: 'in', sql: `${name(a)} in (1, 7, null)` },
      ]),
    ),
    ...booleans.flatMap((column): Condition[] => [
      { form: '=', sql: name(column) },
      { form: 'not', sql: `not ${name(column)}` },
      { form: 'is not distinct from', sql: `${name(column)} is not distinct from true` },
    ]),
  ];
}

function json(columns: readonly TestColumn[]): Condition[] {
  return columns
    .filter(({ duckdb }) => duckdb === 'JSON')
    .flatMap((column): Condition[] => [
      ...['x', 'true', "it's", '', '1.5', '{}'].map(
        (value): Condition => ({ form: 'json text in', sql: `(${name(column)} ->> 'a') = ${quoted(value)}` }),
      ),
      { form: 'json text in', sql: `(${name(column)} ->> 'a') in ('x', 'y', 'true')` },
      { form: 'json text', sql: `(${name(column)} ->> 'a') > 'a'` },
    ]);
}

/** Texts that are computed, in every place in which a column can stand. */
function computedTexts(columns: readonly TestColumn[]): Condition[] {
  return columns
    .filter(({ family }) => family === 'text')
    .slice(0, 8)
    .flatMap((column): Condition[] => {
      const text = `substring(${name(column)}, 1, 2)`;
      return [
        ...COMPARISONS.map((form): Condition => ({ form, sql: `${text} ${form} 'a'` })),
        ...COMPARISONS.map((form): Condition => ({ form, sql: `${text} ${form} ${name(column)}` })),
        { form: 'between', sql: `${text} between 'A' and 'b'` },
        { form: 'in', sql: `${text} in ('a', 'A', 'a ')` },
        { form: 'not in', sql: `${text} not in ('a', 'A', 'a ')` },
        { form: 'prefix', sql: `prefix(${text}, 'a')` },
        { form: 'suffix', sql: `suffix(${text}, 'b')` },
        { form: 'contains', sql: `contains(${text}, ' ')` },
        { form: 'like', sql: `${text} like '_b'` },
        { form: 'length', sql: `length(${text}) = 1` },
        { form: 'substring', sql: `substring(${text}, 2, 1) = 'b'` },
        { form: 'concat', sql: `${text} || ${text} = 'abab'` },
        { form: 'case', sql: `case when ${name(column)} > 'b' then ${text} else ${text} end = 'ab'` },
        { form: 'coalesce', sql: `coalesce(${text}, ${text}) = 'ab'` },
      ];
    });
}

/** Forms that no database here evaluates alike. */
function locals(columns: readonly TestColumn[]): Condition[] {
  const of = (form: Form, family: string, sql: (column: string) => string): Condition[] =>
    columns.filter((column) => column.family === family).map((column) => ({ form, sql: sql(name(column)) }));
  return [
    ...of('lower', 'text', (column) => `lower(${column}) = 'a'`),
    ...of('upper', 'text', (column) => `upper(${column}) = 'A'`),
    ...of('ilike', 'text', (column) => `${column} ilike 'a%'`),
    ...of('regular expression', 'text', (column) => `regexp_matches(${column}, 'a')`),
    ...of('divide', 'integer', (column) => `${column} / 2 = 1`),
    ...of('integer divide', 'integer', (column) => `${column} // 2 = 1`),
    ...of('other function', 'text', (column) => `reverse(${column}) = 'a'`),
  ];
}

/** Every form over every column that it can be about. */
export function conditionsOf(columns: readonly TestColumn[]): Condition[] {
  return [
    comparisons,
    ranges,
    nulls,
    texts,
    computedTexts,
    numbers,
    casts,
    choices,
    times,
    conditionsOnConditions,
    json,
    locals,
  ].flatMap((make) => make(columns));
}
