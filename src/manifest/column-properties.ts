import { nearest } from '../core/nearest.js';
import type { ColumnEntry } from '../spi/node.js';
import type { PropertyReader } from './property-reader.js';

const KEYS = ['name', 'description', 'data_type', 'as', 'fetch_as', 'quote', 'tags', 'meta', 'tests', 'data_tests'];
const OTHER_KEYS = [
  'config',
  'constraints',
  'docs',
  'policy_tags',
  'granularity',
  'encoding',
  'tags',
  'dimension',
  'entity',
];

/** `columns:` of a model or of a source's table; `as` and `fetch_as` mean something for a source alone. */
export function readColumns(reader: PropertyReader, owner: 'model' | 'source'): readonly ColumnEntry[] {
  const columns: ColumnEntry[] = [];
  for (const column of reader.list('columns')) {
    const name = column.required('name', 'A column');
    checkColumnKeys(column);
    if (name === null) continue;
    const before = columns.find((other) => other.name === name);
    if (before !== undefined) {
      column.add('DVT1204', `The column \`${name}\` is listed twice.`, 'name');
    }
    columns.push({
      name,
      description: column.text('description') ?? '',
      dataType: column.text('data_type'),
      meta: column.map('meta'),
      tags: column.texts('tags'),
      quote: column.boolean('quote'),
      constraints: [],
      override: owner === 'source' ? readOverride(column, name) : null,
    });
  }
  return columns;
}

function readOverride(column: PropertyReader, name: string): ColumnEntry['override'] {
  const as = column.text('as');
  const fetchAs = column.text('fetch_as');
  if (as === null && fetchAs === null) return null;
  return { name, ...(as !== null && { as }), ...(fetchAs !== null && { fetchAs }) };
}

/** dbt lets columns carry keys of anybody's, so only one that looks mistyped is an error. */
function checkColumnKeys(column: PropertyReader): void {
  for (const key of Object.keys(column.value)) {
    if (KEYS.includes(key) || OTHER_KEYS.includes(key)) continue;
    const near = nearest(key, KEYS);
    if (near === null) continue;
    const message = `A column has the unknown key \`${key}\`.`;
    const fields = { code: 'DVT1203', message, hint: `Did you mean \`${near}\`?` };
    column.report.add(column.file.diagnostic(fields, [...column.path, key], 'key'));
  }
}
