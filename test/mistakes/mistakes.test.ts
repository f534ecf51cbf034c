import { describe, test } from 'vitest';
import { CONFIGURATION } from './configuration.js';
import { DUPLICATES } from './duplicates.js';
import { NAMES } from './names.js';
import { expectMistake } from './parsing.js';
import { TEMPLATES } from './templates.js';
import { YAML } from './yaml.js';

/** Every mistake is told with its code, file, line and column, the line itself, and the nearest names. */
describe.each([
  ['names that nothing answers to', NAMES],
  ['names that are taken', DUPLICATES],
  ['templates', TEMPLATES],
  ['YAML', YAML],
  ['configs', CONFIGURATION],
])('%s', (_, mistakes) => {
  test.each(mistakes)('$name', expectMistake);
});
