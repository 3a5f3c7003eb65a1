/** How many wrong sign-ins one subject may have before it waits. */
export interface ThrottleLimit {
  readonly failures: number;
}

/**
 * Three subjects are counted at each attempt. Five wrong ones from one address for one name is somebody
 * who forgot a password; an office of fifty people shares one address, so an address alone may fail more
 * often; and a name alone may, so that nobody can lock a colleague out from elsewhere with five tries.
 */
export const LIMITS = {
  'login-and-address': { failures: 5 },
  login: { failures: 25 },
  address: { failures: 25 },
} as const satisfies Record<string, ThrottleLimit>;

export type ThrottleKind = keyof typeof LIMITS;

const FIRST_WAIT_SECONDS = 60;
const LONGEST_WAIT_SECONDS = 15 * 60;
/** An hour without a wrong attempt starts the count anew. */
const FORGET_SECONDS = 3600;

export interface ThrottleState {
  readonly failures: number;
  readonly lastAttemptAt: Date;
  readonly waitUntil: Date | null;
}

export type Attempt =
  { readonly allowed: true; readonly state: ThrottleState } | { readonly allowed: false; readonly until: Date };

/**
 * Counts an attempt as wrong *before* the password is looked at (a right one clears the count after), so
 * that many at once cannot slip through together.
 *
 * @param state what is known of the subject; null: nothing.
 */
export function countAttempt(state: ThrottleState | null, now: Date, limit: ThrottleLimit): Attempt {
  if (state?.waitUntil && now < state.waitUntil) return { allowed: false, until: state.waitUntil };
  const remembered = state !== null && now.getTime() - state.lastAttemptAt.getTime() < FORGET_SECONDS * 1000;
  const failures = (remembered ? state.failures : 0) + 1;
  const beyond = failures - limit.failures;
  const wait = beyond < 0 ? null : Math.min(FIRST_WAIT_SECONDS * 2 ** beyond, LONGEST_WAIT_SECONDS);
  return {
    allowed: true,
    state: {
      failures,
      lastAttemptAt: now,
      waitUntil: wait === null ? null : new Date(now.getTime() + wait * 1000),
    },
  };
}
