import type { Client, QueryResult } from 'pg';
import { relationChanged } from '../../../core/relation-changed.js';
import type { WireForm } from '../types/source-type.js';
import type { DecodedColumn } from './value-code.js';

/** Types of the server (`pg_type.oid`) that arrive in a form. */
const ARRIVE_AS: Readonly<Record<WireForm, readonly number[]>> = {
  boolean: [16],
  int2: [21],
  int4: [23],
  int8: [20],
  oid: [26],
  float4: [700],
  float8: [701],
  numeric: [1700],
  date: [1082],
  time: [1083],
  timestamp: [1114, 1184],
  interval: [1186],
  uuid: [2950],
  // text, varchar, name, bpchar, json
  text: [25, 1043, 19, 1042, 114],
  'padded text': [1042],
  bytes: [17],
};
const TIMESTAMPTZ = 1184;

/** What is known of a column that is read. */
export interface ArrivingColumn extends DecodedColumn {
  readonly name: string;
  readonly nativeType: string;
}

/**
 * Throws DVT5113 where a column arrives in another form than that which it had when the scan was planned: the binary COPY does
 * not tell, and would be decoded into something else. `answer` is of a statement over the same columns, in the transaction of
 * the COPY, whose locks keep them as they are.
 */
export async function checkTypes(
  client: Client,
  answer: QueryResult,
  relation: string,
  columns: readonly ArrivingColumn[],
): Promise<void> {
  for (const [index, { name, nativeType, type, wire }] of columns.entries()) {
    const { dataTypeID: oid, dataTypeModifier } = answer.fields[index]!;
    const otherZone = wire === 'timestamp' && (oid === TIMESTAMPTZ) !== (type.kind === 'timestamptz');
    if (ARRIVE_AS[wire].includes(oid) && !otherZone) continue;
    const { rows } = await client.query<{ name: string }>(
      `select pg_catalog.format_type(${oid}, ${dataTypeModifier}) as name`,
    );
    throw relationChanged(relation, `its column ${name} was ${nativeType}, and is ${rows[0]!.name} now.`);
  }
}
