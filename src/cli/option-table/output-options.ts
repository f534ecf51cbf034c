import type { OptionSpec } from './option-spec.js';

/**
 * `--output`, in the forms that a command has.
 * @param synonyms other words of dbt
 */
export function outputOption(choices: readonly string[], synonyms: readonly string[] = []): OptionSpec {
  return {
    key: 'output',
    flags: '--output <form>',
    description: `${choices.join(', ')}; default ${choices[0]}`,
    kind: 'text',
    choices: [...choices, ...synonyms],
  };
}

/** Of commands that take a query in place of a model. */
export const INLINE_OPTION: OptionSpec = {
  key: 'inline',
  flags: '--inline <sql>',
  description: 'a query to use in place of a model',
  kind: 'text',
};

/** How much of a result is shown. */
export const LIMIT_OPTION: OptionSpec = {
  key: 'limit',
  flags: '--limit <rows>',
  description: 'rows to show; -1 for all; default 5',
  kind: 'number',
  least: Number.NEGATIVE_INFINITY,
};

/** Of `show`. */
export const INLINE_DIRECT_OPTION: OptionSpec = {
  key: 'inlineDirect',
  flags: '--inline-direct <sql>',
  description: 'a query for the target as it is: no project is parsed, and there is no Jinja in it',
  kind: 'text',
};
