/** How the engine is opened. */
export interface DuckDbOptions {
  /** This run's own directory, for the staging database and for what DuckDB spills; made with mode 0700 when needed. */
  readonly directory: string;
  /** false: staged tables are held in memory and are spilled only when `memoryLimit` is reached */
  readonly stagingOnDisk: boolean;
  /** as DuckDB writes sizes, e.g. `4GB`, batches on their way included; null = DuckDB's default (80 % of the memory) */
  readonly memoryLimit?: string | null;
  /** the moment that `now()`, `current_date` and their like mean for plans and queries alike; absent: each its own */
  readonly now?: Date;
  /** null = one a processor core */
  readonly threads?: number | null;
}
