import { DBT_VERSION } from '../../core/dbt-version.js';

/** The invocation that an artifact tells of. */
export interface ArtifactSource {
  readonly invocationId: string;
  readonly startedAt: Date;
  /** dvt's own version */
  readonly version: string;
}

/** The head of an artifact, as dbt writes it. `schema` is e.g. `run-results/v6`. */
export function metadata(schema: string, source: ArtifactSource): Readonly<Record<string, unknown>> {
  return {
    dbt_schema_version: `https://schemas.getdbt.com/dbt/${schema}.json`,
    dbt_version: DBT_VERSION,
    generated_at: new Date().toISOString(),
    invocation_id: source.invocationId,
    invocation_started_at: source.startedAt.toISOString(),
    // The published schemas leave no other room for it.
    env: { dvt_version: source.version },
  };
}
