import type { Budget } from '../budget.js';
import { TemplateError, valueError } from '../errors.js';
import type { DictView } from '../values/dict.js';
import { toRepr, toText } from '../values/print.js';
import type { Value } from '../values/value.js';
import { formatValue } from './format-spec.js';

const FIELD = /^([^.[!:{}]*)((?:\.[^.[!:]+|\[[^\]]+\])*)(?:!([rsa]))?(?::([\s\S]*))?$/;
const STEP = /\.[^.[]+|\[[^\]]+\]/g;

/** What a format needs from the run: attributes and items as templates see them. */
export interface FormatAccess {
  attribute(object: Value, name: string): Value;
  item(object: Value, key: Value): Value;
}

/** `text.format(…)` of Python. `{0.name}` and `{0[key]}` reach no more than a template does. */
export function formatText(
  text: string,
  positional: readonly Value[],
  named: DictView,
  access: FormatAccess,
  budget: Budget,
): string {
  return new Formatter(positional, named, access, budget).format(text, 0);
}

class Formatter {
  #automatic = 0;

  constructor(
    readonly positional: readonly Value[],
    readonly named: DictView,
    readonly access: FormatAccess,
    readonly budget: Budget,
  ) {}

  format(text: string, depth: number): string {
    if (depth > 2) throw valueError('Max string recursion exceeded');
    let result = '';
    for (let offset = 0; offset < text.length; ) {
      const brace = nextBrace(text, offset);
      result += text.slice(offset, brace);
      this.budget.text(result.length);
      if (brace >= text.length) break;
      if (text[brace] === text[brace + 1]) {
        result += text[brace];
        offset = brace + 2;
      } else if (text[brace] === '}') {
        throw valueError("Single '}' encountered in format string");
      } else {
        const end = closingBrace(text, brace);
        result += this.#field(text.slice(brace + 1, end), depth);
        offset = end + 1;
      }
    }
    return result;
  }

  #field(field: string, depth: number): string {
    const match = FIELD.exec(field);
    if (match === null) throw valueError(`Invalid format field '{${field}}'`);
    const [, first = '', path = '', conversion, spec = ''] = match;
    let value = this.#argument(first);
    for (const step of path.match(STEP) ?? []) {
      const key = step.startsWith('.') ? step.slice(1) : step.slice(1, -1);
      if (step.startsWith('.')) value = this.access.attribute(value, key);
      else value = this.access.item(value, /^\d+$/.test(key) ? Number(key) : key);
    }
    if (conversion !== undefined) value = conversion === 's' ? toText(value) : toRepr(value);
    return formatValue(value, spec.includes('{') ? this.format(spec, depth + 1) : spec, this.budget);
  }

  #argument(name: string): Value {
    const index = name === '' ? this.#automatic++ : /^\d+$/.test(name) ? Number(name) : undefined;
    if (index === undefined) {
      if (!this.named.has(name)) throw new TemplateError('KeyError', toRepr(name));
      return this.named.get(name);
    }
    if (index >= this.positional.length) {
      throw new TemplateError('IndexError', `Replacement index ${index} out of range for positional args tuple`);
    }
    return this.positional[index];
  }
}

function nextBrace(text: string, from: number): number {
  for (let i = from; i < text.length; i++) if (text[i] === '{' || text[i] === '}') return i;
  return text.length;
}

function closingBrace(text: string, opening: number): number {
  let depth = 0;
  for (let i = opening; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return i;
  }
  throw valueError("Single '{' encountered in format string");
}
