/** Whether a text holds one of the wildcards `*`, `?`, `[...]`. */
export function isGlob(text: string): boolean {
  return /[*?[\]]/.test(text);
}

/**
 * Unix shell wildcards over the whole text, as Python's `fnmatch` has them; case counts. A `separator` is matched by
 * itself only, as in paths.
 */
export function matchesGlob(text: string, pattern: string, separator: string | null = null): boolean {
  return isGlob(pattern) ? expression(pattern, separator).test(text) : text === pattern;
}

const compiled = new Map<string, RegExp>();

function expression(pattern: string, separator: string | null): RegExp {
  const key = `${separator ?? ''}\0${pattern}`;
  const made = compiled.get(key) ?? new RegExp(`^${source(pattern, separator)}$`, 'su');
  compiled.set(key, made);
  return made;
}

function source(pattern: string, separator: string | null): string {
  const any = separator === null ? '.' : `[^${separator}]`;
  return pattern.replace(
    /\*\*\/|\*+|\?|\[(!?)([^\]]+)\]|[\\^$.|+(){}[\]/-]/g,
    (found, negated, members: string | undefined) => {
      if (found === '**/' && separator !== null) return `(?:.*${separator})?`;
      if (found.startsWith('*'))
        return found.length > 1 && separator !== null ? '.*' : `${any}*${found.endsWith('/') ? '\\/' : ''}`;
      if (found === '?') return any;
      if (members === undefined) return `\\${found}`;
      const escaped = members.replace(/[\\\]^]|--|&&/g, '\\$&');
      return `[${negated === '!' ? '^' : ''}${escaped}]`;
    },
  );
}
