/** A moment as dbt writes it: `2024-01-01 00:00:00+00:00`. */
export function momentText(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')}+00:00`;
}

/** A date or a time as a person or a database writes it; without a zone it is UTC. null: it is none. */
export function parseMoment(text: string): Date | null {
  const parts =
    /^\s*(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?\s*(Z|[+-]\d{2}(?::?\d{2})?)?\s*$/i.exec(text);
  if (parts === null) return null;
  const [, day, time = '00:00:00', zone = 'Z'] = parts;
  const offset = zone.length === 3 ? `${zone}:00` : zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  const at = new Date(`${day}T${time.replace(/(\.\d{3})\d+$/, '$1')}${offset.toUpperCase()}`);
  return Number.isNaN(at.getTime()) ? null : at;
}
