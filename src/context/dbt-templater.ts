import { hostFunction, type NativeFunction, parseJson, Templater } from '../jinja/index.js';

/** The interpreter with dbt's block tags and filters. */
export function dbtTemplater(): Templater {
  return new Templater({
    blockTags: [
      { tag: 'test', header: 'parameters', closing: ['enddata_test'] },
      { tag: 'data_test', header: 'parameters', closing: ['endtest'] },
      { tag: 'materialization', header: 'options' },
      { tag: 'snapshot' },
      { tag: 'docs', textBody: true },
    ],
    // In SQL they change nothing, as in dbt: what they make of a text counts where a value is asked for, in YAML.
    filters: [as('as_text', String), ...['as_native', 'as_bool', 'as_number'].map((name) => as(name, (text) => text))],
    nativeFilters: [as('as_native', native), as('as_bool', bool), as('as_number', number)],
  });
}

function as(name: string, convert: (text: string) => unknown): NativeFunction {
  return hostFunction(name, ['value'], ([value]) => (typeof value === 'string' ? convert(value) : value));
}

function native(text: string): unknown {
  if (/^(true|false)$/i.test(text)) return bool(text);
  if (/^(none|null)$/i.test(text)) return null;
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** Other texts stay: of `target.name == 'prod' | as_bool` it is the comparison that is meant, as dbt takes it. */
function bool(text: string): unknown {
  if (/^(true|yes|on)$/i.test(text)) return true;
  return /^(false|no|off)$/i.test(text) ? false : text;
}

function number(text: string): unknown {
  const value = native(text);
  return typeof value === 'number' || typeof value === 'bigint' ? value : text;
}
