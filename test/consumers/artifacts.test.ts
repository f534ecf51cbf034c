import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dvt } from '../cli/dvt.js';
import { writeFiles } from '../packages/package-server.js';
import { type Consumers, consumers } from './consumers.js';
import { EVERYTHING } from './everything.js';

interface Manifest {
  readonly nodes: Readonly<Record<string, { readonly resource_type: string; readonly compiled?: boolean }>>;
  readonly [section: string]: unknown;
}

let readers: Consumers;
let manifest: Manifest;
let cwd: string;

beforeAll(async () => {
  readers = await consumers();
  cwd = await mkdtemp(join(tmpdir(), 'dvt-consumers-'));
  await writeFiles(cwd, EVERYTHING);
  expect(await dvt(['parse'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  expect(await dvt(['seed'], { cwd })).toMatchObject({ code: 0 });
  expect(await dvt(['run'], { cwd })).toMatchObject({ code: 0 });
  expect(await dvt(['compile'], { cwd })).toMatchObject({ code: 0 });
  manifest = JSON.parse(await readFile(join(cwd, 'target/manifest.json'), 'utf8')) as Manifest;
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

test("manifest.json is as dbt's published schema has it, and has one of everything", () => {
  expect(readers.manifestMistakes(manifest)).toEqual([]);
  const kinds = new Set(Object.values(manifest.nodes).map((node) => node.resource_type));
  expect([...kinds].sort()).toEqual(['analysis', 'model', 'operation', 'seed', 'snapshot', 'test']);
  for (const section of ['sources', 'exposures', 'unit_tests', 'groups', 'docs', 'macros', 'selectors']) {
    expect(Object.keys(manifest[section] as object), section).not.toEqual([]);
  }
});

test('the schema refuses what is not in it', () => {
  const broken = structuredClone(manifest) as { nodes: Record<string, Record<string, unknown>> };
  broken.nodes['model.shop.orders']!['invented'] = true;
  expect(readers.manifestMistakes(broken)).not.toEqual([]);
});

test('Lightdash accepts the compiled models', () => {
  const models = Object.values(manifest.nodes).filter((node) => node.resource_type === 'model');
  expect(models.every((model) => model.compiled === true)).toBe(true);
  for (const model of models) expect(readers.modelMistake(model)).toBeNull();
});
