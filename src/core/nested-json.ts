import type { ColumnType } from '../spi/column-type.js';
import { DvtError } from './errors.js';
import { typeName } from './type-name.js';

/**
 * The engine's SQL for a value as the text of a JSON document. What JSON cannot hold, or the engine would round on the way,
 * fails the query by name: NaN and infinity, numbers of JSON within the value, fields without a name (DVT5107, at once).
 * `column` is quoted, `name` as people know it.
 */
export function nestedAsJson(column: string, name: string, type: ColumnType): string {
  refuseNameless(name, type);
  return checked(`to_json(${column})::varchar`, column, name, typeName(type));
}

/** The column itself, checked alike: for a writer that makes JSON of it. */
export function writtenAsJson(column: string, name: string, type: ColumnType): string {
  refuseNameless(name, type);
  return checked(column, column, name, typeName(type));
}

/**
 * A document, which has to be one for those who read it too: databases keep some that the engine and others do not parse, with
 * half of a surrogate pair (RFC 8259, section 8.2).
 */
export function parseableJson(value: string, column: string, name: string): string {
  return `case ${unparseable(column, name)} else ${value} end`;
}

function unparseable(column: string, name: string): string {
  const why = String.raw`a document does not parse as JSON, as one with half of a surrogate pair (\ud800) does not`;
  return `when not json_valid(${column}::varchar) then ${refusal(name, why)}`;
}

function checked(value: string, column: string, name: string, spelled: string): string {
  const outside = spelled.replace(/"(""|[^"])*"/g, '').replace(/'(''|[^'])*'/g, '');
  const faults: string[] = spelled === 'JSON' ? [unparseable(column, name)] : [];
  if (/\b(FLOAT|DOUBLE)\b/.test(outside)) {
    faults.push(
      `when regexp_matches(${withoutStrings(`to_json(${column})::varchar`)}, 'NaN|Infinity') then ${refusal(name, 'JSON holds no NaN and no infinity')}`,
    );
  }
  if (/\bJSON\b/.test(outside)) {
    faults.push(
      `when len(list_filter(regexp_extract_all(${withoutStrings(`${column}::varchar`)}, '${NUMBER}'), lambda n: ${rounded('n')})) > 0 then ${refusal(name, 'a number in its JSON is more than a double holds')}`,
    );
  }
  return faults.length === 0 ? value : `case ${faults.join(' ')} else ${value} end`;
}

/** With a point or an exponent: whole numbers are kept digit by digit. */
const NUMBER = String.raw`-?[0-9]+(?:\.[0-9]+(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)`;

const withoutStrings = (text: string): string => String.raw`regexp_replace(${text}, '"(\\.|[^"\\])*"', '""', 'g')`;

/** Whether the double next to a number has other significant digits. */
const rounded = (number: string): string =>
  `${significant(number)} <> ${significant(`try_cast(${number} as double)::varchar`)}`;

const significant = (number: string): string =>
  `regexp_replace(regexp_replace(${number}, '[eE].*|[-.]', '', 'g'), '^0+|0+$', '', 'g')`;

function refusal(name: string, why: string): string {
  return `error('column ${name.replaceAll("'", "''")}: ${why}; cast it to varchar in the model')`;
}

/** Two fields of a row without names would be one key of an object. */
function refuseNameless(name: string, type: ColumnType): void {
  if (type.kind === 'list') refuseNameless(name, type.element);
  if (type.kind !== 'struct') return;
  for (const field of type.fields) {
    if (field.name === '') {
      throw new DvtError({
        code: 'DVT5107',
        message: `column ${name} holds a row whose fields have no names, which JSON has to have`,
        hint: `Name them: {'a': 1, 'b': 2}, or struct_pack(a := 1, b := 2), in place of row(1, 2).`,
      });
    }
    refuseNameless(name, field.type);
  }
}
