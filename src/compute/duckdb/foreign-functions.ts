/** Functions of the databases that dvt reads from which the engine has not, and how its SQL says the same. */
const ENGINES_WORDS: Readonly<Record<string, string>> = {
  to_char: "strftime(t, '%Y-%m-%d') for times, printf or format for numbers",
  to_date: "strptime(text, '%Y-%m-%d')::date",
  to_number: 'a cast: text::decimal(18,2)',
  date_format: "strftime(t, '%Y-%m-%d')",
  str_to_date: "strptime(text, '%Y-%m-%d')",
  unix_timestamp: 'epoch(t)',
  from_unixtime: 'to_timestamp(seconds)',
  curdate: 'current_date',
  getdate: 'now()',
  dateadd: 't + interval 1 day',
  adddate: 't + interval 1 day',
  timestampdiff: "datediff('day', a, b)",
  nvl: 'coalesce(a, b)',
  isnull: 'a is null, or coalesce(a, b)',
  locate: 'instr(text, part)',
  charindex: 'instr(text, part)',
  substring_index: "split_part(text, ',', 1)",
  regexp_like: 'regexp_matches(text, pattern)',
  regexp_substr: 'regexp_extract(text, pattern)',
  json_agg: 'json_group_array(a)',
  jsonb_agg: 'json_group_array(a)',
  json_arrayagg: 'json_group_array(a)',
  json_build_object: "json_object('key', a)",
  jsonb_build_object: "json_object('key', a)",
};

const UNKNOWN = /^Catalog Error: \w+ Function with name (\S+) does not exist/;

/** What to write in place of a function that the engine does not know; null where the message is about something else. */
export function foreignFunctionHint(message: string): string | null {
  const name = UNKNOWN.exec(message)?.[1]?.toLowerCase();
  if (name === undefined) return null;
  if (name.startsWith('`'))
    return 'The engine quotes names with double quotes: "id", and texts with single ones: \'a\'.';
  const word = Object.hasOwn(ENGINES_WORDS, name) ? ENGINES_WORDS[name] : undefined;
  const dialect = "A model that the engine computes is written in DuckDB's SQL";
  return word === undefined ? `${dialect}.` : `${dialect}; there it is ${word}.`;
}
