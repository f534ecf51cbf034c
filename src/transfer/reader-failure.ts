import { DvtError } from '../core/errors.js';

const SECRET_KEY = /pass|pwd|secret|token|credential|private|apikey|api_key/i;
const SHORTEST_SECRET = 3;

/**
 * What a reader threw, as an error for a person. One that is no DvtError comes from a client library, whose messages may
 * quote what it was given: values of `data` under names of secrets are blanked out.
 */
export function readerFailure(error: unknown, data: unknown): DvtError {
  if (error instanceof DvtError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new DvtError({ code: 'DVT5202', message: `Reading the source failed: ${withoutSecrets(message, data)}` });
}

function withoutSecrets(text: string, data: unknown): string {
  let clean = text;
  for (const secret of secretsIn(data, false, new Set())) clean = clean.replaceAll(secret, '***');
  return clean;
}

function secretsIn(value: unknown, secret: boolean, seen: Set<unknown>): readonly string[] {
  if (typeof value === 'string') return secret && value.length >= SHORTEST_SECRET ? [value] : [];
  if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value)) return [];
  seen.add(value);
  return Object.entries(value).flatMap(([key, child]) => secretsIn(child, secret || SECRET_KEY.test(key), seen));
}
