import { expect, test } from 'vitest';
import { adapterRegistry } from '#dvt/adapters/registry.js';

test('every type and every alias leads to its adapter', async () => {
  for (const type of adapterRegistry.types) {
    const adapter = await adapterRegistry.find(type);
    expect(adapter?.type).toBe(type);
    for (const alias of adapter!.aliases) expect(await adapterRegistry.find(alias)).toBe(adapter);
  }
});

test('what dvt has no adapter for is null', async () => {
  expect(await adapterRegistry.find('snowflake')).toBeNull();
  expect(await adapterRegistry.find('')).toBeNull();
});
