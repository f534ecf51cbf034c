/** Days and microseconds from DuckDB's epoch, 1970-01-01, to PostgreSQL's, 2000-01-01. */
export const EPOCH_DAYS = 10_957;
export const EPOCH_MICROSECONDS = 946_684_800_000_000;
