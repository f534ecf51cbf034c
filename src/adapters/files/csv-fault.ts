import type { EngineSql } from '../../spi/engine.js';
import { quoteString } from '../duckdb/quoting.js';

const DELIMITERS = [',', ';', '|', '\t'];

/**
 * The engine's complaint about a CSV file with the line in it. When it cannot make out how the file is split it does not
 * say which line is to blame; reading the file as its header is split does. Null where that finds no fault.
 */
export async function csvFault(sql: EngineSql, pattern: string): Promise<string | null> {
  const path = quoteString(pattern);
  const lines = await sql.query(
    `select header from read_csv(${path}, auto_detect = false, header = false, delim = '\\x01', quote = '', escape = '',
      columns = {'header': 'VARCHAR'}) limit 1`,
    { limit: 1 },
  );
  const header = String(lines.rows[0]?.[0] ?? '');
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  const width = Math.max(...counts);
  const columns = Array.from({ length: width }, (_, i) => `'c${i}': 'VARCHAR'`).join(', ');
  const delimiter = quoteString(DELIMITERS[counts.indexOf(width)]!);
  const strict = `auto_detect = false, header = true, delim = ${delimiter}, quote = '"', escape = '"'`;
  try {
    await sql.query(`select count(*) from read_csv(${path}, ${strict}, columns = {${columns}})`);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** DuckDB's message without its lists of options: those to try, and those that it read with. */
export function withoutAdvice(message: string): string {
  return message.replace(/\n+(Possible (fixes|Solution)|The search space used|\s*file = )[\s\S]*$/, '').trim();
}
