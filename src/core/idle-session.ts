/** A session that idled this long is not trusted: firewalls drop silent connections without a word. */
export const TRUSTED_IDLE_MILLISECONDS = 15_000;
