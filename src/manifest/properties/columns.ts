import { nearest } from '../../core/nearest.js';
import type { ColumnEntry } from '../../spi/node.js';
import { readConstraints } from './constraints.js';
import type { PropertyReader } from './property-reader.js';
import { readTests, type TestDeclaration } from './tests.js';

const KEYS = ['name', 'description', 'data_type', 'as', 'fetch_as', 'quote', 'tags', 'meta', 'tests', 'data_tests'];
const OTHER_KEYS = ['config', 'constraints', 'docs', 'policy_tags', 'granularity', 'encoding', 'dimension', 'entity'];

/** A column and the tests that are written under it. */
export interface DescribedColumn {
  readonly entry: ColumnEntry;
  readonly tests: readonly TestDeclaration[];
}

/** What reading columns needs to know of what they belong to. */
export interface ColumnOwner {
  readonly kind: 'node' | 'source';
  /** `quote_columns: true` of the owner */
  readonly quoteColumns: boolean;
}

/** `columns:` of a node or of a source's table; `as` and `fetch_as` mean something for a source alone. */
export function readColumns(reader: PropertyReader, owner: ColumnOwner): readonly DescribedColumn[] {
  const columns: DescribedColumn[] = [];
  for (const column of reader.list('columns')) {
    if (column.value['include'] !== undefined || column.value['exclude'] !== undefined) continue;
    const name = column.required('name', 'A column');
    checkColumnKeys(column);
    if (name === null) continue;
    const config = column.reader('config');
    const entry: ColumnEntry = {
      name,
      description: column.text('description') ?? '',
      docBlocks: column.docBlocks(),
      dataType: column.text('data_type'),
      meta: { ...column.map('meta'), ...config.map('meta') },
      tags: [...new Set([...column.texts('tags'), ...config.texts('tags')])],
      quote: column.boolean('quote'),
      constraints: readConstraints(column),
      granularity: column.text('granularity'),
      override: owner.kind === 'source' ? readOverride(column, name) : null,
    };
    const tested = { name, quote: entry.quote ?? owner.quoteColumns, tags: entry.tags };
    // Listed twice it is as the last says, with the tests of both, as in dbt.
    const before = columns.findIndex((other) => other.entry.name === name);
    const tests = [...(columns[before]?.tests ?? []), ...readTests(column, tested)];
    columns.splice(before === -1 ? columns.length : before, 1, { entry, tests });
  }
  return columns;
}

function readOverride(column: PropertyReader, name: string): ColumnEntry['override'] {
  const as = column.text('as');
  const fetchAs = column.text('fetch_as');
  if (as === null && fetchAs === null) return null;
  return { name, ...(as !== null && { as }), ...(fetchAs !== null && { fetchAs }) };
}

/** dbt lets columns carry keys of anybody's, so only one that looks mistyped is told of. */
function checkColumnKeys(column: PropertyReader): void {
  for (const key of Object.keys(column.value)) {
    if (KEYS.includes(key) || OTHER_KEYS.includes(key)) continue;
    const near = nearest(key, KEYS);
    if (near === null) continue;
    const message = `A column has the unknown key \`${key}\`.`;
    const fields = { code: 'DVT1203', message, hint: `Did you mean \`${near}\`?` };
    column.report.warn(column.file.diagnostic(fields, [...column.path, key], 'key'));
  }
}
