import { dialect as mysql } from '#dvt/adapters/mysql/dialect/dialect.js';
import { dialect as postgres } from '#dvt/adapters/postgres/dialect/dialect.js';
import { dialect as sqlite } from '#dvt/adapters/sqlite/dialect/dialect.js';
import type { Dialect } from '#dvt/spi/dialect.js';
import { FORMS, type Form } from '#dvt/spi/expression.js';
import type { FormSupport } from '#dvt/spi/predicate.js';

const ADAPTERS: readonly { readonly title: string; readonly dialect: Dialect }[] = [
  { title: 'PostgreSQL', dialect: postgres },
  { title: 'MySQL, MariaDB', dialect: mysql },
  { title: 'SQLite', dialect: sqlite },
];

const INTRODUCTION = `# What is sent to a source

A federated model fetches only the rows and columns that it needs. A condition that DuckDB's optimizer found for a relation
is sent to the relation's source where that means the same there. The model's own SQL always runs over what was fetched, so
what is sent can only save work, never change a result. \`dvt plan\` shows what is sent of each model, and why the rest stays.

For each form below: *exact*, for which kinds of first operands the source says true, false and NULL for the same rows as
DuckDB; *superset*, where it keeps more rows and never fewer; *local*, where the engine alone evaluates it, and why. The
conditions of an AND are sent one by one, those of an OR and NOT whole or not at all. Beyond the forms themselves:

- What is computed from a column and compared with a constant is moved into the constant where that is possible:
  \`cast(d as timestamp) < timestamp '2024-03-01'\`, \`d + 5 < ...\`, \`ts::date = ...\`, \`i < 1.5\`. An index on the column then serves.
- \`year(d) = 2024\` is sent with the range that it is, \`d + interval 1 month > ...\` as a range that is a few days wider.
- Lists are sorted and without duplicates; long ones are one array (PostgreSQL) or ranges where numbers follow each other.
- A range of bytes that is a prefix is sent as a prefix.
- Of alternatives over several relations, \`(a.x = 1 and b.y = 2) or (a.x = 3 and b.z = 4)\`, each source gets its own part:
  \`x = 1 or x = 3\`, \`y = 2 or z = 4\`.

This page is written from the dialects' tables (\`src/adapters/*/dialect/forms\`), each line of which \`test/predicates\` proves
on real servers. After a change: \`UPDATE_DOCS=1 npx vitest run test/predicates/document.test.ts\`.
`;

function cell({ classes, otherwise }: FormSupport): string {
  const of = (kind: 'exact' | 'superset') => {
    const kinds = classes.filter((one) => one.class === kind).flatMap(({ operands }) => operands[0]!.split('|'));
    const named = [...new Set(kinds)].filter((name) => name !== 'constant text');
    return named.length === 0 ? [] : [`${kind}: ${named.join(', ')}`];
  };
  const parts = [...of('exact'), ...of('superset')];
  return parts.length === 0 ? `local: ${otherwise}` : parts.join('; ');
}

/** The page docs/pushdown.md. */
export function pushdownPage(): string {
  const heading = `| form | ${ADAPTERS.map(({ title }) => title).join(' | ')} |`;
  const rows = (Object.keys(FORMS) as Form[]).map((form) => {
    const cells = ADAPTERS.map(({ dialect }) => cell(dialect.forms![form]));
    return `| \`${FORMS[form].replaceAll('|', '\\|')}\` | ${cells.join(' | ')} |`;
  });
  const kinds = ADAPTERS.map(({ title, dialect }) =>
    [
      `### ${title}`,
      '',
      ...Object.entries(dialect.kinds).map(([kind, meaning]) => `- **${kind}**: ${meaning}`),
      '',
    ].join('\n'),
  );
  return [
    INTRODUCTION,
    '## Forms',
    '',
    heading,
    `|---|${ADAPTERS.map(() => '---').join('|')}|`,
    ...rows,
    '',
    'DuckDB files, Parquet, CSV and JSON are read by the engine itself, which filters while it reads.',
    '',
    '## Kinds of values',
    '',
    ...kinds,
  ].join('\n');
}
