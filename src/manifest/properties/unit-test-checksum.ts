import { hash } from 'node:crypto';
import { csvRows } from '../../core/csv-rows.js';
import { toRepr, type Value } from '../../jinja/index.js';
import type { UnitTestRows } from '../../spi/manifest.js';
import type { PropertyReader } from './property-reader.js';
import { pythonRepr } from './python-value.js';

const FORMATS = { dict: 'Dict', csv: 'CSV', sql: 'SQL' } as const;

/** The rows of an input or of what is expected, those of a fixture file included, and where YAML has them. */
export interface RowsAt {
  readonly rows: UnitTestRows;
  readonly reader: PropertyReader;
}

/**
 * dbt's checksum of a unit test, sha256 (dbt-core 1.12, `build_unit_test_checksum`): of what Python prints of all of it but its
 * description, so that it is the same only where every value is.
 */
export function unitTestChecksum(
  test: PropertyReader,
  given: readonly (RowsAt & { readonly input: string })[],
  expect: RowsAt,
): string {
  const inputs = given.map((one) => `UnitTestInputFixture(input=${toRepr(one.input)}, ${fieldsOf(one)})`);
  const data = [
    String(test.value['model']),
    versionsOf(test),
    `[${inputs.join(', ')}]`,
    `UnitTestOutputFixture(${fieldsOf(expect)})`,
    overridesOf(test),
    ...given.filter(({ rows }) => rows.fixture !== null).map((one) => printed(one)),
  ];
  return hash('sha256', data.join('-'));
}

function fieldsOf(one: RowsAt): string {
  const { format, fixture } = one.rows;
  return `rows=${rowsRepr(one)}, format=<UnitTestFormat.${FORMATS[format]}: '${format}'>, fixture=${toRepr(fixture)}`;
}

/** As a format string prints them: a text is not quoted. */
function printed(one: RowsAt): string {
  return one.rows.format === 'sql' ? String(one.rows.rows) : rowsRepr(one);
}

function rowsRepr({ rows: { format, rows }, reader }: RowsAt): string {
  if (format === 'sql' || rows === null) return toRepr(rows as Value);
  const list = typeof rows === 'string' ? csvRows(rows) : rows;
  const reprs = list.map((row, i) =>
    typeof rows === 'string' ? toRepr(row) : pythonRepr(row, [...reader.path, 'rows', i], reader.file),
  );
  // dbt exchanges the first row for the first one without a null.
  const full = list.findIndex((row) => Object.values(row).every((value) => value !== null));
  if (full > 0) [reprs[0], reprs[full]] = [reprs[full]!, reprs[0]!];
  return `[${reprs.join(', ')}]`;
}

function overridesOf(test: PropertyReader): string {
  if (test.value['overrides'] == null) return 'None';
  const overrides = test.reader('overrides');
  const repr = (key: string) => pythonRepr(overrides.map(key), [...overrides.path, key], overrides.file);
  return `UnitTestOverrides(macros=${repr('macros')}, vars=${repr('vars')}, env_vars=${repr('env_vars')})`;
}

function versionsOf(test: PropertyReader): string {
  if (test.value['versions'] == null) return 'None';
  const versions = test.reader('versions');
  const repr = (key: string) => pythonRepr(versions.value[key] ?? null, [...versions.path, key], versions.file);
  return `UnitTestNodeVersions(include=${repr('include')}, exclude=${repr('exclude')})`;
}
