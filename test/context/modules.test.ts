import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { dbtTemplater } from '#dvt/context/index.js';
import { MODULES } from '#dvt/context/modules.js';

/** What Python prints, recorded by record-modules.py; null: it refuses. */
const recorded: Readonly<Record<string, string | null>> = JSON.parse(
  await readFile(new URL('./modules.json', import.meta.url), 'utf8'),
);
const templater = dbtTemplater();
const context = new Map([['modules', MODULES]]);

const render = (expression: string) => templater.render(templater.parse(`{{ ${expression} }}`, { name: 'x' }), context);

test.each(Object.entries(recorded))('%s', async (expression, expected) => {
  if (expected === null) await expect(render(expression)).rejects.toThrow();
  else expect((await render(expression)).text.trim()).toBe(expected);
});
