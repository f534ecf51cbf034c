/** What the command line and the environment say. One shape for all commands: each accepts some of the options. */
export interface Options {
  readonly projectDir: string | null;
  readonly profilesDir: string | null;
  readonly profile: string | null;
  readonly target: string | null;
  /** YAML, as written */
  readonly vars: string | null;
  readonly threads: number | null;
  readonly targetPath: string | null;
  readonly logPath: string | null;
  readonly logFormat: 'text' | 'json';
  readonly quiet: boolean;
  /** null = decided by the terminal */
  readonly color: boolean | null;
  readonly debug: boolean;
  /** warnings are errors */
  readonly warnError: boolean;
  /** which of them, YAML as written */
  readonly warnErrorOptions: string | null;
  /** columns that the lines of nodes are filled up to; null = 80 */
  readonly printerWidth: number | null;
  /** what templates print is shown */
  readonly print: boolean;
  /** artifacts are written */
  readonly writeJson: boolean;
  /** the least grave that the console shows: debug, info, warn, error, none; null = info */
  readonly logLevel: string | null;
  /** the same of dvt.log; null = as `logLevel` says, else debug */
  readonly logLevelFile: string | null;
  /** `json`: dvt.log has JSON lines; null = as `logFormat` says */
  readonly logFormatFile: 'text' | 'json' | null;
  /** a larger dvt.log is put aside; 0 = never */
  readonly logFileMaxBytes: number;
  /** one node at a time, whatever `threads` says */
  readonly singleThreaded: boolean;

  readonly select: readonly string[];
  /** `ls`: the same, of which models alone are listed */
  readonly models: readonly string[];
  readonly exclude: readonly string[];
  /** name of a selector of selectors.yml */
  readonly selector: string | null;
  /** which tests come with what is selected */
  readonly indirectSelection: string | null;
  /** folder of the artifacts to compare with */
  readonly state: string | null;
  /** the manifest of the last parse pass is taken where nothing has changed */
  readonly partialParse: boolean;
  /** `require-dbt-version` is looked at */
  readonly versionCheck: boolean;
  readonly fullRefresh: boolean;
  readonly failFast: boolean;
  /** inputs are read without their rows */
  readonly empty: boolean;
  /** the part of inputs with an `event_time` that is read: `3 days`, or a YAML mapping with start and end */
  readonly sample: string | null;
  /** tests keep the rows they found; null = as configured */
  readonly storeFailures: boolean | null;
  /** what is not selected is read where the run of `--state` published it */
  readonly defer: boolean;
  /** also where this target has it */
  readonly favorState: boolean;
  /** folder of the artifacts to defer to, in place of `--state` */
  readonly deferState: string | null;
  /** bounds of microbatch models, ISO 8601; the end is exclusive */
  readonly eventTimeStart: string | null;
  readonly eventTimeEnd: string | null;
  /** arguments of a macro, a YAML mapping */
  readonly args: string | null;
  /** `run-operation`: statements in place of a macro, with Jinja */
  readonly sql: string | null;
  /** engine of federated models */
  readonly compute: string | null;

  /** form of the result; which ones there are is the command's matter */
  readonly output: string | null;
  /** rows to show; null = the command's default */
  readonly limit: number | null;
  /** SQL to compile or show in place of a model */
  readonly inline: string | null;
  /** `show`: SQL for the target as it is, without Jinja */
  readonly inlineDirect: string | null;
  readonly resourceTypes: readonly string[];
  readonly excludeResourceTypes: readonly string[];
  readonly outputKeys: readonly string[];
  readonly all: boolean;
  /** `plan`: what the last run fetched, beside what was planned */
  readonly last: boolean;
  /** `docs generate`: compile the models for the manifest */
  readonly compileDocs: boolean;
  /** `docs generate`: ask no database */
  readonly emptyCatalog: boolean;
  /** `deps`: choose versions anew */
  readonly upgrade: boolean;
  /** `deps`: write the lock alone */
  readonly lock: boolean;
  /** `deps`: a package to add to packages.yml, `owner/name@version` */
  readonly addPackage: string | null;
  /** where that package comes from: hub, git, local */
  readonly packageSource: string | null;
  /** `debug`: say where profiles.yml is, and no more */
  readonly configDir: boolean;
  readonly yes: boolean;
  readonly adapter: string | null;
}
