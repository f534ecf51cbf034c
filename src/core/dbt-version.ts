/** The version of dbt whose language this is; packages and tools that read artifacts ask for it. */
export const DBT_VERSION = '1.12.6';
