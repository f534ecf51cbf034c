/** Calls `visit` for every node below a part of the tree, parents first. */
export function walk(part: unknown, visit: (node: { readonly kind?: string; readonly name?: unknown }) => void): void {
  if (Array.isArray(part)) {
    for (const item of part) walk(item, visit);
  } else if (part instanceof Map) {
    for (const item of part.values()) walk(item, visit);
  } else if (typeof part === 'object' && part !== null) {
    visit(part);
    for (const key in part) {
      const child = (part as Record<string, unknown>)[key];
      if (typeof child === 'object') walk(child, visit);
    }
  }
}
