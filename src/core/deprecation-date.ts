/** A day of `deprecation_date:` as dbt has it: its first moment. Null where none is written. */
export function deprecationMoment(written: string | null): string | null {
  return written?.replace(/^\d{4}-\d\d-\d\d$/, '$&T00:00:00+00:00') ?? null;
}
