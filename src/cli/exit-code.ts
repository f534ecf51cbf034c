/** What the process ends with, as dbt: 0 all went well, 1 a node or test failed, 2 the command could not be carried out. */
export type ExitCode = 0 | 1 | 2;
