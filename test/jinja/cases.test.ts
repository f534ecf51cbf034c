import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DvtError } from '#dvt/core/errors.js';
import { hostFunction, macrosOf, TemplateError, Templater, type Value } from '#dvt/jinja/index.js';
import { dbtLikeContext, HostFailure } from './context/dbt-like.js';

interface Case {
  readonly id: string;
  readonly tpl: string;
  readonly ctx: Record<string, Value>;
  readonly macro_blocks: readonly (readonly [string, string])[];
  /** The output of Jinja2 3.1, or `ERR: type: message`. */
  readonly expected: string;
}

const cases: Case[] = JSON.parse(readFileSync(new URL('./cases.json', import.meta.url), 'utf8'));

/** dbt's native filters; outside of native rendering they change nothing. */
const templater = new Templater({
  filters: [
    ...['as_bool', 'as_native', 'as_number', 'as_text'].map((name) =>
      hostFunction(name, ['value'], ([value]) => value),
    ),
    hostFunction('is_list', ['value'], ([value]) => Array.isArray(value)),
  ],
});

async function outcome({ id, tpl, ctx, macro_blocks }: Case): Promise<string> {
  const macros = macro_blocks.flatMap(([name, text]) =>
    macrosOf(templater.parse(text, { name: `macros/${name}.sql` })),
  );
  const context = dbtLikeContext(new Map(macros.map(({ name, macro }) => [name, macro])), ctx);
  try {
    return (await templater.render(templater.parse(tpl, { name: id }), context)).text;
  } catch (error) {
    if (error instanceof HostFailure) return `ERR: Err: ${error.message}`;
    if (!(error instanceof DvtError)) throw error;
    const { cause } = error;
    return `ERR: ${cause instanceof TemplateError ? cause.kind : 'unknown'}: ${error.message}`;
  }
}

test.each(cases)('$id', async (given) => {
  const actual = await outcome(given);
  // dbt hides Jinja2's message for wrong arguments of a macro.
  if (given.expected.startsWith('ERR: CaughtMacroError')) expect(actual).toMatch(/^ERR: TypeError: macro 'm' takes no/);
  else expect(actual).toBe(given.expected);
});
