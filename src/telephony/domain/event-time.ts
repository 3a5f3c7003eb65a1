/** A clock ahead of ours is believed so far, and not further than now. */
const AHEAD_MS = 5 * 60_000;
/** What a spool kept longer than this is not news: it comes with the list of calls. */
const OLD_MS = 7 * 24 * 3_600_000;

/**
 * When an event happened: as the telephone system says, if that can be.
 * @param stated ISO with an offset.
 * @returns null when it says what cannot be.
 */
export function eventTime(stated: string | undefined, receivedAt: Date): { at: string; stated?: string } | null {
  if (stated === undefined) return { at: receivedAt.toISOString() };
  const said = new Date(stated).getTime();
  const now = receivedAt.getTime();
  if (said > now + AHEAD_MS || said < now - OLD_MS) return null;
  return { at: new Date(Math.min(said, now)).toISOString(), stated: new Date(said).toISOString() };
}
