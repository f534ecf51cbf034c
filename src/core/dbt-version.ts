/** The version of dbt whose language this is; packages ask for it. */
export const DBT_VERSION = '1.10.0';
