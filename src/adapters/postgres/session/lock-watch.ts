import { cancelKeyOf, endSession, type Session } from './open.js';

/** Milliseconds until the first look: what dvt does itself is short, statements of people may take their time. */
const LOOK_AFTER_MS = { own: 1000, users: 5000 };
/** Each look comes so much later than the one before. */
const LONGER = 3;

/** Looks who holds the lock that a statement waits for. */
export interface LockWatch {
  /** who was last seen in the way, e.g. `session 4711 (psql, user etl, idle in transaction)`; null = nobody */
  readonly holder: string | null;
  stop(): void;
}

/**
 * Watches a session until it is stopped, and tells once who holds what it waits for. `open` makes the session that looks;
 * `doing` is what dvt is at, null for a statement of the user's.
 */
export function watchLocks(
  session: Session,
  doing: string | null,
  { open, notice }: { readonly open: () => Promise<Session>; readonly notice: (message: string) => void },
): LockWatch {
  let holder: string | null = null;
  let stopped = session.pooled;
  let timer: NodeJS.Timeout | undefined;
  const look = async (delay: number): Promise<void> => {
    const found = await holderOf(open, cancelKeyOf(session).processId).catch(() => null);
    if (stopped) return;
    if (found !== null && holder === null)
      notice(`${doing ?? 'a statement'} waits for a lock that is held by ${found}`);
    holder = found ?? holder;
    lookIn(delay * LONGER);
  };
  const lookIn = (delay: number): void => {
    timer = setTimeout(() => void look(delay), delay).unref();
  };
  // The number of a session behind a pooler is not that of its process on the server.
  if (!stopped) lookIn(doing === null ? LOOK_AFTER_MS.users : LOOK_AFTER_MS.own);
  return {
    get holder() {
      return holder;
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

interface Holder {
  readonly pid: number;
  readonly application: string | null;
  readonly user: string | null;
  readonly state: string | null;
}

/** As far as this user may know them; what they run is left out, there may be secrets in it. */
async function holderOf(open: () => Promise<Session>, processId: number): Promise<string | null> {
  const { client } = await open();
  try {
    const { rows } = await client.query<Holder>(
      `select b.pid, a.application_name as application, a.usename as "user", a.state
       from pg_catalog.unnest(pg_catalog.pg_blocking_pids(${processId})) as b (pid)
       left join pg_catalog.pg_stat_activity a on a.pid = b.pid order by 1 limit 3`,
    );
    return rows.length === 0 ? null : rows.map(described).join(', ');
  } finally {
    await endSession(client);
  }
}

function described({ pid, application, user, state }: Holder): string {
  const facts = [application, user && `user ${user}`, state].filter(Boolean);
  return `session ${pid}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`;
}
