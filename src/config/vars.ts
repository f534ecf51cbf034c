import { DvtError } from '../core/errors.js';
import { LocatedYaml } from '../core/located-yaml.js';
import { CODES } from './codes.js';
import { isMapping } from './profile-entries.js';

/** Reads `--vars`: a YAML mapping in one argument. Throws DVT1022. */
export function parseVars(text: string): Readonly<Record<string, unknown>> {
  const hint = `For example --vars '{day: 2026-01-31}'.`;
  try {
    const { value } = new LocatedYaml(text, '--vars');
    if (value === null) return {};
    if (isMapping(value)) return value;
  } catch (error) {
    if (!(error instanceof DvtError)) throw error;
    throw new DvtError(error.diagnostics.map((found) => ({ ...found, code: CODES.invalidVars, hint })));
  }
  throw new DvtError({ code: CODES.invalidVars, message: `--vars must be a YAML mapping, found ${text}`, hint });
}
