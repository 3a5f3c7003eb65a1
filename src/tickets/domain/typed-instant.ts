const TYPED = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * An instant as a form's date and time field sends it ('2026-11-17T10:20'), which is the time in Viet Nam, or
 * with an offset of its own.
 * @returns null for what is no instant, a 30 February included.
 */
export function typedInstant(text: string): Date | null {
  const match = TYPED.exec(text.trim());
  if (!match) return null;
  const [, day = '', time = '', seconds = ':00', offset = '+07:00'] = match;
  const instant = new Date(`${day}T${time}${seconds}${offset}`);
  // JavaScript makes the 2nd of March of a 30th of February.
  const exists = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(instant.getTime()) || Number.isNaN(exists.getTime())) return null;
  return exists.toISOString().startsWith(day) ? instant : null;
}
