import type { TagRule } from './grammar.js';

const REFUSED = ['include', 'import', 'from', 'extends', 'block'];

const refuse: TagRule = (grammar, tag) =>
  grammar.stream.fail(`The tag '${tag.value}' is not supported: a template can not load another file`, tag, {
    kind: 'UnsupportedTag',
    hint: 'Put shared text into a macro: every macro of the project can be called by its name.',
  });

/** Tags of Jinja2 that load other templates. */
export const REFUSED_TAGS: readonly (readonly [string, TagRule])[] = REFUSED.map((tag) => [tag, refuse]);
