import { describe, expect, test } from 'vitest';
import { loadProject, mistakesOf, model } from '../projects/load-project.js';

describe('routes', async () => {
  const { manifest, warnings } = await loadProject('routes');
  const route = (name: string) => model(manifest, name).route;

  test.each([
    ['in_place', 'all inputs are on shop.dev'],
    ['on_mysql', 'all inputs are on mysql_legacy'],
    ['stays_on_target', 'compute: target'],
    ['reads_federated', 'all inputs are on shop.dev'],
  ])('%s runs in place: %s', (name, reason) => {
    expect(route(name)).toEqual({ kind: 'in place', engine: null, reason });
  });

  test.each([
    ['federated', 'duckdb', 'reads mysql_legacy'],
    ['through_ephemeral', 'duckdb', 'reads mysql_legacy'],
    ['crosses_targets', 'duckdb', 'reads mysql_legacy'],
    ['forced', 'duckdb', 'compute: duckdb'],
    ['in_spark', 'spark', 'compute: spark'],
  ])('%s is federated in %s: %s', (name, engine, reason) => {
    expect(route(name)).toEqual({ kind: 'federated', engine, reason });
  });

  test('a target that runs no SQL is federated, whatever its models read', () => {
    expect(route('into_files')).toMatchObject({ kind: 'federated', engine: 'duckdb' });
    expect(route('into_files').reason).toMatch(/^lake \(.+\) runs no SQL$/);
  });

  test('a federated model is a table, one in place a view', () => {
    expect(model(manifest, 'federated').config.materialized).toBe('table');
    expect(model(manifest, 'in_place').config.materialized).toBe('view');
  });

  test('only a view that was asked for warns that it became a table', () => {
    expect(model(manifest, 'explicit_view').config.materialized).toBe('table');
    expect(warnings().map(({ code, location }) => [code, location?.path])).toEqual([
      ['DVT1211', 'models/explicit_view.sql'],
    ]);
  });

  test('--compute chooses the engine of federated models and changes no route', async () => {
    const other = await loadProject('routes', { compute: 'spark' });
    expect(model(other.manifest, 'federated').route.engine).toBe('spark');
    expect(model(other.manifest, 'in_place').route.kind).toBe('in place');
  });

  test('compute: target names the input that is elsewhere', async () => {
    const [mistake] = await mistakesOf('compute-target');
    expect(mistake?.code).toBe('DVT1213');
    expect(mistake?.message).toContain("source('legacy', 'orders') on mysql_legacy");
  });

  test('a route that differs under another output of the profile is warned of', async () => {
    const pinned = await loadProject('pinned-output');
    expect(pinned.warnings().map(({ message }) => message)).toEqual([
      'The model reads_pinned is in place on shop.dev, but would be federated on shop.prod: reads shop.dev.',
    ]);
    const onProd = await loadProject('pinned-output', { target: 'prod' });
    expect(model(onProd.manifest, 'reads_pinned').route.kind).toBe('federated');
    expect(model(onProd.manifest, 'reads_moving').route.kind).toBe('in place');
  });
});
