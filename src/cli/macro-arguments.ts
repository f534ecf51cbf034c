import { parse as parseYaml } from 'yaml';
import { DvtError } from '../core/errors.js';

/** What `--args` gives a macro. Throws DVT1042 where it is no YAML mapping. */
export function macroArguments(text: string | null): Readonly<Record<string, unknown>> {
  if (text === null) return {};
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (cause) {
    throw notMapping((cause as Error).message.split('\n')[0] ?? '', cause);
  }
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw notMapping(`found ${JSON.stringify(value)}`);
  return value as Readonly<Record<string, unknown>>;
}

function notMapping(found: string, cause?: unknown): DvtError {
  const hint = `Write --args '{name: value}'.`;
  return new DvtError({ code: 'DVT1042', message: `--args must be a YAML mapping: ${found}`, hint }, { cause });
}
