import { describe, expect, test } from 'vitest';
import { loadProject, mistakesOf, model } from '../projects/load-project.js';

/** Precedence as in dbt's documentation: config() in the file, then its YAML, then the most specific of the project. */
describe('configs', async () => {
  const { manifest } = await loadProject('config-precedence');
  const config = (name: string) => model(manifest, name).config;

  test('the most specific place wins', () => {
    expect(config('top').materialized).toBe('table');
    expect(config('from_tree').materialized).toBe('view');
    expect(config('from_yaml').materialized).toBe('table');
    expect(config('from_call').materialized).toBe('ephemeral');
  });

  test('tags add up, those of YAML last as in dbt, meta is merged key by key', () => {
    expect(model(manifest, 'from_call').tags).toEqual(['all', 'staging', 'call', 'yaml']);
    expect(config('from_call').raw['meta']).toEqual({ owner: 'call', team: 'core' });
    expect(config('from_yaml').raw['meta']).toEqual({ owner: 'yaml', team: 'core' });
  });

  test('a disabled folder can be overruled by a model', () => {
    expect(manifest.nodes.has('model.shop.off')).toBe(false);
    expect(manifest.nodes.has('model.shop.on_again')).toBe(true);
  });

  test('the YAML describes the model and types its columns', () => {
    const node = model(manifest, 'from_yaml');
    expect([node.description, node.patchPath, node.columns[0]?.dataType]).toEqual([
      'Described',
      'models/staging/schema.yml',
      'bigint',
    ]);
  });

  test('a wrong value is shown where it was written', async () => {
    const mistakes = await mistakesOf('config-mistakes');
    expect(mistakes.map(({ code, location }) => [code, location?.path])).toEqual([
      ['DVT1208', 'models/python.py'],
      ['DVT1206', 'models/bad_compute.sql'],
      ['DVT1206', 'models/bad_enabled.sql'],
      ['DVT1011', 'models/bad_target.sql'],
      ['DVT1206', 'models/unknown_materialized.sql'],
    ]);
    expect(mistakes[4]?.message).toContain('table, view, incremental, ephemeral and materialized_view');
  });

  test('configs and descriptions that reach nothing are warned of', async () => {
    const { warnings } = await loadProject('mistyped-config');
    expect(warnings().map(({ code, hint }) => [code, hint])).toEqual([
      ['DVT1214', 'Did you mean `materialized`?'],
      ['DVT1209', 'Did you mean mistyped?'],
      ['DVT1210', 'Check the names of the folders, or take the configs out.'],
    ]);
  });

  test('a description of a model that cannot be parsed is no second mistake', async () => {
    const warned: unknown[] = [];
    const mistakes = await mistakesOf('unparsable-model', { onEvent: (event) => warned.push(event) });
    expect(mistakes.map(({ code, location }) => [code, location?.path])).toEqual([['DVT2001', 'models/broken.sql']]);
    expect(warned).toEqual([]);
  });
});

/** https://docs.getdbt.com/docs/build/custom-schemas */
describe('where models are published', async () => {
  const { manifest } = await loadProject('naming');

  test("dbt's names", () => {
    expect(model(manifest, 'plain').relation).toEqual({ database: 'dev', schema: 'analytics', identifier: 'plain' });
    expect(model(manifest, 'custom').relation).toEqual({
      database: 'dev',
      schema: 'analytics_finance',
      identifier: 'renamed',
    });
  });

  test('on another target, in its own terms', () => {
    expect(model(manifest, 'elsewhere').connection).toBe('mysql_legacy');
    expect(model(manifest, 'elsewhere').relation).toMatchObject({ schema: 'orders_db', identifier: 'elsewhere' });
  });

  test("the project's own naming macros", async () => {
    const own = await loadProject('naming-macros');
    expect(model(own.manifest, 'revenue').relation).toMatchObject({
      schema: 'finance',
      identifier: 'finance__revenue',
    });
  });
});
