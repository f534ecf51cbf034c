import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { generateProject } from '../projects/generate.js';
import { loadProject } from '../projects/load-project.js';

test('a large project is linked as it was written', async () => {
  const root = await mkdtemp(join(tmpdir(), 'dvt-large-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await generateProject(root, 200);
  const { manifest } = await loadProject(root);
  const nodes = [...manifest.nodes.values()];
  expect(nodes).toHaveLength(200);
  expect(nodes.every((node) => node.columns.length === 5)).toBe(true);
  // Every fourth model reads its source, every other one the model before it, every fourth of those MySQL as well.
  expect(nodes.filter((node) => node.route.kind === 'federated')).toHaveLength(50);
  expect(manifest.nodes.get('model.big.mart_orders_7')?.dependsOn).toEqual([
    'model.big.mart_orders_6',
    'source.big.legacy.customers',
  ]);
});
