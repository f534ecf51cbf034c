import { isTrue, type StaticCall, staticCalls, type Template, toPlain, writtenArguments } from '../../jinja/index.js';
import { isMapping } from '../properties/property-reader.js';

/** What `config()` says in a node's template, as its text has it. */
export interface WrittenConfig {
  /** dbt reads the template without rendering it, and its configs as values */
  readonly isStatic: boolean;
  /** the arguments of the first call, texts as dbt has them; null: there is none */
  readonly first: Readonly<Record<string, string>> | null;
}

/** A node without a template. */
export const NO_WRITTEN_CONFIG: WrittenConfig = { isStatic: false, first: null };

const READ = new Set(['ref', 'source', 'config']);

/**
 * What dbt makes of the configs in a template before it renders it (dbt-core 1.12): of a model that its static parser can
 * read the values, of any other template the text.
 * @param isModel the static parser reads models alone, and these only where no macro stands in for what it looks for
 */
export function writtenConfig(template: Template, isModel: boolean): WrittenConfig {
  const { text } = template.source;
  if (!text.includes('config')) return NO_WRITTEN_CONFIG;
  if (isModel && isStatic(template)) return { isStatic: true, first: null };
  return { isStatic: false, first: text.includes('config(') ? writtenArguments(template, 'config') : null };
}

/** Whether dbt's static parser reads a template (dbt-extractor 0.6): it knows no blocks, blank control and numbers. */
function isStatic(template: Template): boolean {
  const text = template.source.text.replace(/\{#[\s\S]*?#\}/g, '');
  if (/\{%|\{\{-|-\}\}/.test(text)) return false;
  const { calls, plain } = staticCalls(template, READ);
  return plain && calls.every((call) => isReadCall(call, text));
}

function isReadCall({ name, positional, named }: StaticCall, text: string): boolean {
  const isText = (value: unknown): boolean => typeof value === 'string';
  if (name === 'source') return positional.length === 2 && positional.every(isText) && named.size === 0;
  if (name === 'ref') {
    const known = [...named].every(([key, value]) => ['v', 'version'].includes(key) && typeof value !== 'boolean');
    return [1, 2].includes(positional.length) && positional.every(isText) && known;
  }
  const entries = [...named];
  return (
    positional.length === 0 &&
    entries.length > 0 &&
    entries.every(([key, value]) => key !== 'pre_hook' && key !== 'post_hook' && isReadValue(toPlain(value), text))
  );
}

/** Texts, `True` and `False` (not `true`), lists and mappings of them. */
function isReadValue(value: unknown, text: string): boolean {
  if (typeof value === 'string') return true;
  if (typeof value === 'boolean') return !(isTrue(value) ? /[=:,[(]\s*true\b/ : /[=:,[(]\s*false\b/).test(text);
  if (Array.isArray(value)) return value.every((item) => isReadValue(item, text));
  return isMapping(value) && Object.values(value).every((item) => isReadValue(item, text));
}
