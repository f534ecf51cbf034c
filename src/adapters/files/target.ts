import { access, constants, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DvtError } from '../../core/errors.js';
import { parseStagingName } from '../../core/staging-name.js';
import type { Target } from '../../spi/connection.js';
import type { EngineSql } from '../../spi/engine.js';
import type { RelationName } from '../../spi/relation.js';
import { quoteString } from '../duckdb/quoting.js';
import { directoryOf, filesOf, fileToWrite, findFile } from './file-name.js';
import { FORMATS } from './formats.js';
import { isFree, sweepLeases, takeLease } from './lease.js';
import { locate } from './location.js';
import type { Folder } from './profile.js';
import { readExpression } from './read-expression.js';
import { writtenColumn } from './write-columns.js';

/** Publishes files: one a model, `<schema>/<name>.<format>`, written beside its place and renamed into it. */
export function target(folder: Folder, session: <T>(work: (sql: EngineSql) => Promise<T>) => Promise<T>): Target {
  const fileOf = ({ schema, identifier }: RelationName) => fileToWrite(folder, schema, identifier);

  return {
    async lease(runId) {
      await mkdir(folder.root, { recursive: true });
      return takeLease(folder.root, runId);
    },

    async sweep(schemas) {
      const dropped: RelationName[] = [];
      for (const { schema } of schemas) {
        for (const { path, identifier, staging } of await filesOf(folder, schema)) {
          const run = staging ? parseStagingName(identifier) : null;
          if (!run || !(await isFree(folder.root, run.runId))) continue;
          await rm(path, { force: true });
          dropped.push({ database: null, schema: schema ?? folder.schema, identifier });
        }
      }
      await sweepLeases(folder.root);
      return dropped;
    },

    async createSchema({ schema }) {
      await mkdir(directoryOf(folder, schema), { recursive: true });
    },

    async checkLoadable({ schema }) {
      const directory = directoryOf(folder, schema);
      await access(directory, constants.W_OK).catch((cause) => {
        const message = `Connection ${folder.connection}: this user may not write in ${directory}`;
        throw new DvtError(
          { code: 'DVT4604', message, hint: 'Change its permissions, or `path` in the profile.' },
          { cause },
        );
      });
    },

    async load(staging, columns, { columnTypes }) {
      const file = fileOf(staging);
      await mkdir(dirname(file), { recursive: true });
      const selected = columns.map((column) => writtenColumn(column, folder.format, columnTypes.get(column.name)));
      return {
        kind: 'engine',
        before: `copy (select ${selected.join(', ')} from (\n`,
        after: `\n)) to ${quoteString(file)} (${FORMATS[folder.format].write}, use_tmp_file false)`,
      };
    },

    async createTableAs() {
      throw noSql(folder, 'run models');
    },

    async publishTable(staging, final, { rows }) {
      const file = fileOf(staging);
      if (rows !== null) await verifyRows(folder, session, staging, rows);
      await flush(file);
      await rename(file, fileOf(final));
      await flush(dirname(file));
      // One name is one file: a model that was written in another format before leaves nothing of that.
      for (const old of await filesOf(folder, final.schema)) {
        if (old.identifier === final.identifier && !old.staging && old.path !== fileOf(final)) await rm(old.path);
      }
    },

    async publishView() {
      throw noSql(folder, 'have views');
    },

    async drop({ schema, identifier }) {
      for (
        let file = await findFile(folder, schema, identifier);
        file;
        file = await findFile(folder, schema, identifier)
      ) {
        await rm(file);
      }
    },
  };
}

function noSql({ connection }: Folder, what: string): DvtError {
  const message = `Connection ${connection}: files cannot ${what}`;
  return new DvtError({ code: 'DVT5602', message, hint: 'Materialize the model as a table.' });
}

async function verifyRows(
  folder: Folder,
  session: <T>(work: (sql: EngineSql) => Promise<T>) => Promise<T>,
  staging: RelationName,
  expected: number,
): Promise<void> {
  const location = await locate(folder, staging.schema, staging.identifier);
  if (!location) {
    const message = `Connection ${folder.connection}: the file of ${staging.identifier} is gone`;
    throw new DvtError({ code: 'DVT5603', message, hint: 'Run again; the published file was left as it is.' });
  }
  const { rows } = await session((sql) => sql.query(`select count(*) from ${readExpression(folder, location, null)}`));
  if (Number(rows[0]?.[0]) === expected) return;
  throw new DvtError({
    code: 'DVT5603',
    message: `Connection ${folder.connection}: ${staging.identifier} holds ${rows[0]?.[0]} rows, but ${expected} were computed`,
    hint: 'Run again; the published file was left as it is.',
  });
}

/** Makes a file's content, or a directory's entries, survive a power cut. Windows syncs no directories. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => null);
  try {
    await handle?.sync();
  } catch (error) {
    if (!['EPERM', 'EISDIR', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await handle?.close();
  }
}
