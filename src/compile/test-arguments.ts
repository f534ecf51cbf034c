import { withoutFinalBreak } from '../core/final-break.js';
import type { Globals, Value } from '../jinja/index.js';
import type { ManifestNode } from '../spi/node.js';
import type { CompileContext } from './compile-context.js';

/** Texts that dbt takes for calls although no braces stand around them. */
const CALL = /^\s*(env_var|ref|var|source|doc)\s*\(.+\)\s*$/s;

/** The names that a generic test's template has beside others: `_dbt_generic_test_kwargs`, its arguments rendered. */
export async function testArguments(
  node: ManifestNode,
  globals: Globals,
  { templater }: CompileContext,
): Promise<ReadonlyMap<string, Value>> {
  if (node.kind !== 'test' || node.generic === null) return new Map();
  const render = async (value: unknown): Promise<Value> => {
    if (typeof value === 'string') {
      const text = CALL.test(value) ? `{{ ${value} }}` : value;
      if (!/\{[{%#]/.test(text)) return withoutFinalBreak(text);
      return templater.renderNative(templater.parse(text, { name: node.path }), globals);
    }
    if (Array.isArray(value)) return Promise.all(value.map(render));
    if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    const items = new Map<string, Value>();
    for (const [key, item] of Object.entries(value)) items.set(key, await render(item));
    return items;
  };
  const named = new Map<string, Value>();
  for (const [name, value] of Object.entries(node.generic.arguments)) {
    named.set(name, name === 'column_name' ? value : await render(value));
  }
  return new Map([['_dbt_generic_test_kwargs', named]]);
}
