import { DvtError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import { type CallContext, HostObject, hostFunction, type Value } from '../jinja/index.js';
import { dbtTemplater } from './dbt-templater.js';
import type { Vars } from './vars.js';

const JINJA = /\{[{%#]/;

/**
 * `var(name, default)` and `var.has_var(name)`. A text with templates in it is rendered where it is asked for, to a text, as
 * in dbt: packages have defaults that depend on `target`. While parsing a missing variable is none, as in dbt: a model that
 * nobody runs may need one that nobody set.
 * @param rendering names of the variables that are being rendered
 */
export function varFunction(vars: Vars, missing: 'none' | 'error', rendering: readonly string[] = []): HostObject {
  const render = async (name: string, text: string, context: CallContext): Promise<Value> => {
    if (rendering.includes(name)) {
      const message = `The variable '${name}' is made of itself: ${[...rendering, name].join(' -> ')}.`;
      throw new DvtError({ code: 'DVT2107', message, hint: 'Take one of the templates out.' });
    }
    const inner = varFunction(vars, missing, [...rendering, name]);
    const templater = dbtTemplater();
    const rendered = await templater.render(templater.parse(text, { name: `var('${name}')` }), {
      get: (global) => (global === 'var' ? inner : context.global(global)),
      names: () => [],
    });
    return rendered.text;
  };
  const read = hostFunction('var', ['name', 'default?'], ([given, fallback], context) => {
    const name = String(given);
    if (vars.has(name)) {
      const value = vars.get(name) ?? null;
      return typeof value === 'string' && JINJA.test(value) ? render(name, value, context) : value;
    }
    if (fallback !== undefined) return fallback;
    if (missing === 'none') return null;
    const near = nearest(name, vars.names());
    const hint =
      near === null
        ? `Set it under \`vars:\` in the project file, or with --vars '${name}: ...', or give a default.`
        : `Did you mean '${near}'?`;
    throw new DvtError({ code: 'DVT2107', message: `The variable '${name}' is not set.`, hint });
  });
  return new HostObject({
    typeName: 'var',
    call: read,
    attributes: { has_var: hostFunction('has_var', ['name'], ([name]) => vars.has(String(name))) },
  });
}
