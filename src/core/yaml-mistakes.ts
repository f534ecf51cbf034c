import type { YAMLParseError } from 'yaml';

/** A syntax error of YAML in words for a person. */
export interface YamlMistake {
  readonly message: string;
  readonly hint?: string;
  readonly isKeyTwice?: true;
}

type Mistake = (said: string, text: string, offset: number) => YamlMistake;

const INDENT = 'Entries of one mapping or list begin in the same column; use blanks, two a level.';

const MISINDENTED: YamlMistake = { message: 'This line is not indented like its neighbours.', hint: INDENT };

/** By the codes of the `yaml` package (2.9, errors.ts); what is not here keeps the package's words. */
const MISTAKES: Readonly<Partial<Record<YAMLParseError['code'], Mistake>>> = {
  TAB_AS_INDENT: () => ({ message: 'A tab is no indentation in YAML.', hint: 'Use blanks, two a level.' }),
  DUPLICATE_KEY: (_, text, offset) => {
    const key = /^[^\s:]+/.exec(text.slice(offset))?.[0];
    if (key === undefined) return { message: 'A list begins among the keys of a mapping.', hint: INDENT };
    const message = `The key \`${key}\` stands twice in this mapping.`;
    return { message, hint: 'Keep one of the two: only the last counts.', isKeyTwice: true };
  },
  MULTIPLE_DOCS: () => ({
    message: 'A second YAML document begins here; a file holds one.',
    hint: 'Take `---` out, or move what follows to a file of its own.',
  }),
  BLOCK_AS_IMPLICIT_KEY: () => ({
    message: 'A second key stands on this line.',
    hint: 'Put a text with a colon in quotes, or write the mapping below the key, indented.',
  }),
  MULTILINE_IMPLICIT_KEY: () => ({ message: 'A key without a colon.', hint: 'Write `key: value`, or `key:` alone.' }),
  BAD_INDENT: (said) => missing(said) ?? MISINDENTED,
  MISSING_CHAR: (said) => missing(said) ?? { message: sentence(said) },
  UNEXPECTED_TOKEN: (said) => ({
    message: / at node end$/.test(said) ? 'Something follows the end of a value.' : sentence(said),
    hint: "A quote inside of 'single quotes' is written twice: 'it''s'.",
  }),
  BAD_DQ_ESCAPE: (said) => ({
    message: sentence(said),
    hint: 'A backslash in "double quotes" begins an escape: use \'single quotes\', or write it twice.',
  }),
  BAD_SCALAR_START: (said) => ({ message: sentence(said), hint: 'Put the text in quotes.' }),
};

/** What the package found, told anew. Never quotes values: a profile may be misread such that one is a password. */
export function yamlMistake(error: YAMLParseError, text: string): YamlMistake {
  const said = (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
  return MISTAKES[error.code]?.(said, text, error.pos[0]) ?? { message: sentence(said) };
}

function missing(said: string): YamlMistake | null {
  if (/quote/.test(said)) return { message: 'A text in quotes is not closed.', hint: 'Add the closing quote.' };
  if (/^Sequence item without|same column/.test(said)) {
    return MISINDENTED;
  }
  const within = /between flow (map|sequence) items/.exec(said)?.[1];
  if (within !== undefined) {
    const brackets = within === 'map' ? '{}' : '[]';
    return {
      message: `Something follows the end of a value within ${brackets}.`,
      hint: `Entries are parted by commas; a text that has commas of its own stands in quotes: "source('a', 'b')".`,
    };
  }
  const closing = /end with an? ([}\]])/.exec(said)?.[1];
  if (closing !== undefined) {
    const opening = closing === '}' ? '{' : '[';
    return { message: `A ${opening} is not closed.`, hint: `Add the ${closing} that belongs to it.` };
  }
  return null;
}

function sentence(said: string): string {
  return `${said.replace('"quote', 'quote').replace(/\.$/, '')}.`;
}
