import { DvtError } from '../../../core/errors.js';
import { stagingName } from '../../../core/staging-name.js';
import type { PublishOptions } from '../../../spi/connection.js';
import { IDENTIFIER_BYTES } from '../dialect/dialect.js';
import { quoteIdentifier } from '../dialect/quoting.js';
import { clientError } from '../session/errors.js';
import type { Run } from '../session/pool.js';
import type { OldIndex } from './survey.js';

/** Errors of an index whose columns are gone, or have a type now that it cannot hold. */
const NO_LONGER_POSSIBLE = /^(42703|42704|42883|42804|42P17)$/;
const UNIQUE_VIOLATION = '23505';

/** Builds the old table's indexes on its successor, under names for the time; returns how to rename them afterwards. */
export async function rebuildIndexes(
  run: Run,
  indexes: readonly OldIndex[],
  successor: string,
  { runId, constraints }: Pick<PublishOptions, 'runId' | 'constraints'>,
): Promise<readonly string[]> {
  const renames: string[] = [];
  for (const { name, schema, definition, constraint } of indexes) {
    if (constraint !== null && constraints === 'own') continue;
    const temporary = quoteIdentifier(stagingName(name, runId, IDENTIFIER_BYTES));
    const sql =
      constraint === null
        ? createIndex(definition, name, temporary, successor)
        : `alter table ${successor} add constraint ${temporary} ${constraint}`;
    if (!(await attempt(run, sql, name))) continue;
    renames.push(`alter index ${quoteIdentifier(schema)}.${temporary} rename to ${quoteIdentifier(name)}`);
  }
  return renames;
}

/** `pg_get_indexdef` gives `CREATE [UNIQUE] INDEX name ON [ONLY] table USING ...`; the names are replaced. */
function createIndex(definition: string, name: string, temporary: string, table: string): string {
  const unique = definition.startsWith('CREATE UNIQUE INDEX ') ? 'unique ' : '';
  // A name that holds ' USING ' itself is passed over; the table's is shorter than what is left of the definition.
  const method = definition.indexOf(' USING ', definition.indexOf(' ON ', 'CREATE INDEX '.length + name.length));
  return `create ${unique}index ${temporary} on ${table}${definition.slice(method)}`;
}

async function attempt(run: Run, sql: string, name: string): Promise<boolean> {
  try {
    await run(`savepoint dvt_index;\n${sql};\nrelease savepoint dvt_index`);
    return true;
  } catch (error) {
    const { code, message, detail } = clientError(error);
    if (code === UNIQUE_VIOLATION) {
      throw new DvtError(
        {
          code: 'DVT5105',
          message: `the table's unique index ${name} does not hold for the new rows: ${detail ?? message}`,
          hint: 'Make the key unique in the model, or drop the index.',
        },
        { cause: error },
      );
    }
    if (!NO_LONGER_POSSIBLE.test(code)) throw error;
    await run('rollback to savepoint dvt_index');
    return false;
  }
}
