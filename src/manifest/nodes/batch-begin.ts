import type { ManifestNode } from '../../spi/node.js';

const MOMENT = /^\s*(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(:\d\d)?(?:\.(\d{1,6})\d*)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?\s*$/i;

/** A microbatch model with its `begin` as dbt's artifacts have it, whatever form it was written in: ISO 8601 with a time of day. */
export function withIsoBegin<T extends ManifestNode>(node: T): T {
  const { begin } = node.config.raw;
  if (typeof begin !== 'string') return node;
  return { ...node, config: { ...node.config, raw: { ...node.config.raw, begin: isoMoment(begin) } } };
}

/** As Python's `datetime.isoformat` writes it; what is no moment stays as it is. */
function isoMoment(text: string): string {
  const parts = MOMENT.exec(text);
  if (parts === null) return text;
  const [, day, time = '00:00', seconds = ':00', fraction = '', zone = ''] = parts;
  const micros = /[1-9]/.test(fraction) ? `.${fraction.padEnd(6, '0')}` : '';
  const offset = /^z$/i.test(zone)
    ? '+00:00'
    : zone.replace(/^([+-]\d\d):?(\d\d)?$/, (_, hours, minutes = '00') => `${hours}:${minutes}`);
  return `${day}T${time}${seconds}${micros}${offset}`;
}
