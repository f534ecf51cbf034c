import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Redactor } from '#dvt/core/redact.js';
import { manifestArtifact } from '#dvt/report/artifacts/manifest/manifest.js';
import { runResultsArtifact } from '#dvt/report/artifacts/run-results.js';
import { writeArtifact } from '#dvt/report/artifacts/write-artifact.js';
import { logFile } from '#dvt/report/log-file.js';
import { folderWith, mistakesOf } from '../config/files.js';
import recorded from '../select/fixtures/dbt-answers.json' with { type: 'json' };
import { manifestOf } from '../select/manifest-of.js';
import { FEDERATED, model, result, UNESTIMATED } from './nodes.js';

const invocation = { invocationId: 'i', startedAt: new Date('2026-01-31T08:00:00Z'), version: '1.2.3' };
const relationName = () => '"main"."m"';

/** Keys of one entry of run_results.json as dbt-core 1.10 writes it. */
const DBT_RESULT = [
  'status',
  'timing',
  'thread_id',
  'execution_time',
  'adapter_response',
  'message',
  'failures',
  'unique_id',
  'compiled',
  'compiled_code',
  'relation_name',
  'batch_results',
];

test('run_results.json has the fields of dbt, and what dvt knows in adapter_response', () => {
  const at = { startedAt: new Date('2026-01-31T08:00:00Z'), completedAt: new Date('2026-01-31T08:00:01Z') };
  const extractions = [
    { connection: 'pg', relation: 'pg.public.t', rows: 7, bytes: 70, milliseconds: 7, ...UNESTIMATED },
  ];
  const done = result(model('m', { route: FEDERATED }), {
    extractions,
    bytesLoaded: 99,
    timing: [{ name: 'compile', ...at }],
  });
  const skipped = result(model('s'), { status: 'skipped', skippedBecause: 'm', startedAt: null, completedAt: null });
  const run = {
    ...invocation,
    milliseconds: 1500,
    args: { which: 'run' },
    relationName,
    snapshots: { mode: 'run', taken: [], skew: null } as const,
  };
  const artifact = JSON.parse(JSON.stringify(runResultsArtifact([done, skipped], run)));
  expect(artifact.metadata.dbt_schema_version).toBe('https://schemas.getdbt.com/dbt/run-results/v6.json');
  // the schema takes no other sections
  expect(Object.keys(artifact)).toEqual(['metadata', 'results', 'elapsed_time', 'args']);
  expect(artifact.elapsed_time).toBe(1.5);
  for (const entry of artifact.results) expect(Object.keys(entry)).toEqual(DBT_RESULT);
  expect(artifact.results[0]).toMatchObject({
    status: 'success',
    message: 'SELECT 20',
    execution_time: 0.5,
    unique_id: 'model.shop.m',
    timing: [{ name: 'compile', started_at: '2026-01-31T08:00:00.000Z', completed_at: '2026-01-31T08:00:01.000Z' }],
    adapter_response: {
      _message: 'SELECT 20',
      code: 'SELECT',
      rows_affected: 20,
      route: 'federated',
      engine: 'duckdb',
    },
  });
  expect(artifact.results[0].adapter_response).toMatchObject({ bytes_loaded: 99, extractions });
  expect(artifact.results[1]).toMatchObject({ status: 'skipped', message: 'skipped: m failed', adapter_response: {} });
});

test('manifest.json has the ids, the edges and the sections of dbt', () => {
  const manifest = manifestOf(recorded.nodes);
  const artifact = manifestArtifact(manifest, {
    ...invocation,
    adapterType: 'duckdb',
    packageRoots: manifest.packageRoots,
    relationName,
    place: ({ relation }) => relation,
    dbtMacros: null,
    compiled: new Map(),
  }) as Record<string, never>;
  // the sections of dbt-core 1.10's own file
  const sections = `metadata nodes sources macros docs exposures metrics groups selectors disabled parent_map child_map
    group_map saved_queries semantic_models unit_tests`;
  expect(Object.keys(artifact)).toEqual(sections.split(/\s+/));
  const edges = Object.fromEntries(recorded.nodes.map((node) => [node.unique_id, node.depends_on.toSorted()]));
  expect(artifact['parent_map']).toEqual(edges);
});

test('an artifact is redacted, replaced whole, and leaves nothing beside it', async () => {
  const folder = await folderWith({ 'target/x.json': 'old' });
  const redactor = new Redactor();
  redactor.add('1234567890');
  await writeArtifact(join(folder, 'target/x.json'), { rows: 1234567890, text: 'is 1234567890' }, redactor);
  expect(JSON.parse(await readFile(join(folder, 'target/x.json'), 'utf8'))).toEqual({
    rows: 1234567890,
    text: 'is ****',
  });
  expect(await readdir(join(folder, 'target'))).toEqual(['x.json']);
});

test('an artifact that cannot be written is an error with its path', async () => {
  const folder = await folderWith({ target: 'a file, no folder' });
  const [mistake] = await mistakesOf(writeArtifact(join(folder, 'target/x.json'), {}, new Redactor()));
  expect(mistake).toMatchObject({ code: 'DVT1062' });
  expect(mistake?.message).toContain('target/x.json');
});

test('the log file keeps every event of every command, redacted, and is moved away when it is large', async () => {
  const folder = await folderWith({});
  const path = join(folder, 'logs/dvt.log');
  const redactor = new Redactor();
  redactor.add('correct-horse');
  const options = { redactor, level: 'debug', json: false, maxBytes: 10 * 1024 * 1024 } as const;
  for (const message of ['first correct-horse', 'second']) {
    const log = logFile(path, options);
    log.emit({ type: 'debug', message, fields: { size: 12n, password: 'correct-horse' } });
    log.close();
    log.emit({ type: 'notice', message: 'after the end' });
  }
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => line.replace(/^\S+ /, ''))).toEqual([
    '[debug]: first **** {"size":"12","password":"****"}',
    '[debug]: second {"size":"12","password":"****"}',
  ]);
  const big = logFile(path, options);
  big.emit({ type: 'notice', message: 'x'.repeat(11 * 1024 * 1024) });
  big.close();
  logFile(path, options).close();
  expect(await readdir(join(folder, 'logs'))).toEqual(['dvt.log', 'dvt.log.1']);
  expect(await readFile(path, 'utf8')).toBe('');
});
