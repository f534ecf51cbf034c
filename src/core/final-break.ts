/**
 * What Jinja makes of a text without templates: its last line break is gone. dbt renders every text of its YAML files, so
 * that `where: |` has none at its end.
 */
export function withoutFinalBreak(text: string): string {
  return text.endsWith('\n') ? text.slice(0, text.endsWith('\r\n') ? -2 : -1) : text;
}
