/** What a test may ask of a server of its own. */
export interface ServerOptions {
  /** server settings, e.g. `{ timezone: 'Asia/Kolkata' }`, `{ 'default-time-zone': '+05:30' }` */
  readonly settings?: Readonly<Record<string, string>>;
  /** serve TLS with a certificate for `localhost` and 127.0.0.1 of a throw-away authority (`caFile`) */
  readonly ssl?: boolean;
  /** PostgreSQL: a hot standby of this server, made from a backup of it */
  readonly standbyOf?: RunningServer;
}

/** A server that runs: how to reach it as its administrator. */
export interface RunningServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** of odd characters on purpose */
  readonly password: string;
  readonly pid: number;
  /** the certificate authority's PEM file; null without TLS */
  readonly caFile: string | null;
  /** what the server printed */
  readonly logFile: string;
}

/** Everything that breaks naive URLs, shell commands, SQL literals, YAML and Jinja. */
export const ODD_PASSWORD = `p@:/?#[]%20&=+ $'"\\;{{ x }}ü`;
