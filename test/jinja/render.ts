import type { Diagnostic } from '#dvt/core/errors.js';
import { DvtError } from '#dvt/core/errors.js';
import { type Context, Templater } from '#dvt/jinja/index.js';

const templater = new Templater();

/** The text of a template. */
export async function render(text: string, context: Context = {}): Promise<string> {
  return (await templater.render(templater.parse(text, { name: 'models/m.sql' }), context)).text;
}

/** What a person is told about a template that fails. */
export async function failure(text: string, context: Context = {}, other: Templater = templater): Promise<Diagnostic> {
  try {
    await other.render(other.parse(text, { name: 'models/m.sql' }), context);
  } catch (error) {
    if (error instanceof DvtError) return error.diagnostics[0]!;
    throw error;
  }
  throw new Error(`Expected an error: ${text}`);
}
