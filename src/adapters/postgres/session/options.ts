/** When a session is encrypted and what is checked, as libpq's `sslmode` says (PostgreSQL manual, 34.19). */
export type SslMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

/** TLS of a session, with the contents of its PEM files. */
export interface TlsOptions {
  readonly mode: SslMode;
  /** certificates of the authorities to trust; null = those that Node.js comes with */
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  readonly passphrase: string | null;
  /** a fall back to plain text is told to the user: false where nobody asked for TLS and the server is on this machine */
  readonly tellFallback: boolean;
}

/** All that is needed to open a session, structured-clonable: it travels to worker threads. */
export interface SessionOptions {
  /** the connection's name in the profile, for messages */
  readonly name: string;
  /** a name, an address, or the folder of a Unix socket */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | null;
  readonly database: string;
  readonly applicationName: string;
  readonly connectTimeoutMs: number;
  /** milliseconds without traffic after which the kernel probes the connection; 0 = the system's default */
  readonly keepAliveIdleMs: number;
  /** attempts beyond the first, for failures that may pass */
  readonly retries: number;
  readonly tls: TlsOptions;
  /** run-time parameters set for the session after login, in this order */
  readonly settings: readonly (readonly [name: string, value: string])[];
  /** what the pooler in between does, where one was found; see pooling.ts */
  readonly pooling?: 'session' | 'transaction';
}

export function isUnixSocket(options: Pick<SessionOptions, 'host'>): boolean {
  return options.host.startsWith('/');
}
