import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DvtError } from '#dvt/core/errors.js';
import { TemplateError, Templater, type Value } from '#dvt/jinja/index.js';

interface Differential {
  readonly context: Record<string, Value>;
  readonly cases: readonly { readonly id: string; readonly tpl: string; readonly expected: string }[];
}

/** Made by generate-cases.py with real Jinja2. */
const { context, cases }: Differential = JSON.parse(
  readFileSync(new URL('./differential.json', import.meta.url), 'utf8'),
);
const templater = new Templater();

test.each(cases)('$id $tpl', async ({ id, tpl, expected }) => {
  let actual: string;
  try {
    actual = (await templater.render(templater.parse(tpl, { name: id }), structuredClone(context))).text;
  } catch (error) {
    if (!(error instanceof DvtError)) throw error;
    actual = `ERR: ${error.cause instanceof TemplateError ? error.cause.kind : 'TemplateSyntaxError'}`;
  }
  // The wording of errors is our own: only what Python calls them must agree.
  expect(actual).toBe(expected.replace(/^(ERR: \w+): [\s\S]*/, '$1'));
});
