/** What is decided about words that are kept in this browser; the reading and writing is elsewhere. */

/** Over a weekend and a short leave; words about people do not stay on a machine for longer. */
const KEEP_MS = 7 * 24 * 3600 * 1000;
const LABEL_LENGTH = 60;

/** Begins the name of what a form carries unseen, such as when the contact began. */
export const UNSEEN = '~';

export type Values = Readonly<Record<string, string>>;

/** What the server has against a field. */
export interface Fault {
  readonly field: string;
  readonly message: string;
}

/** A form as it was typed last. */
export interface KeptForm {
  readonly id: string;
  /** Id of the account: two people at one machine do not get each other's words. */
  readonly owner: string;
  /** Which form of the service, such as "call". */
  readonly form: string;
  /** Of the last change, in ms since 1970. */
  readonly at: number;
  readonly values: Values;
  /** Set when it was saved and the server refused it. */
  readonly faults?: readonly Fault[];
}

export function isOld(at: number, now: number): boolean {
  return now - at > KEEP_MS;
}

/** Whether somebody has written anything; a tick or a choice that stands as it was made is nothing. */
export function hasWords(values: Values): boolean {
  return written(values).length > 0;
}

/**
 * Which of the kept forms comes back into this tab, and which are offered beside.
 *
 * A tab gets back its own. Only one that is new takes what a crash has left over: after a contact is saved the empty
 * form is for the next caller, and must not fill itself with the words of another one.
 *
 * @param own the id under which this tab has kept; null: it is new.
 * @param held ids that other tabs are writing now.
 */
export function choose(
  kept: readonly KeptForm[],
  own: string | null,
  held: ReadonlySet<string>,
): { readonly restore: KeptForm | null; readonly offer: readonly KeptForm[] } {
  const free = kept
    .filter(({ id, values }) => (id === own || !held.has(id)) && hasWords(values))
    .sort((a, b) => b.at - a.at);
  const restore = own === null ? (free[0] ?? null) : (free.find(({ id }) => id === own) ?? null);
  return { restore, offer: free.filter((one) => one !== restore) };
}

/** Words for which the form has no place: a matter too many, or a field that this version does not have. */
export function homeless(values: Values, names: ReadonlySet<string>): readonly (readonly [string, string])[] {
  return written(values).filter(([name]) => !names.has(name));
}

function written(values: Values): readonly (readonly [string, string])[] {
  return Object.entries(values).filter(
    ([name, value]) => !name.startsWith(UNSEEN) && value.trim() !== '' && value !== 'false',
  );
}

/** By what somebody recognises a contact: who called, and how it begins. */
export function labelOf(values: Values): string {
  const said = written(values);
  const words = said.find(([name]) => name.endsWith('words')) ?? said.find(([, value]) => /\p{L}/u.test(value));
  const parts = [values['phone'] ?? '', words?.[1] ?? ''];
  const label = parts
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .join(': ');
  return label.length <= LABEL_LENGTH ? label : `${label.slice(0, LABEL_LENGTH - 1).trimEnd()}…`;
}

/** As people read it: "09:05", with the day when it was another one: "09:05 ngày 21/11". */
export function timeOf(at: number, now: number): string {
  const [then, today] = [new Date(at), new Date(now)];
  const two = (part: number): string => String(part).padStart(2, '0');
  const time = `${two(then.getHours())}:${two(then.getMinutes())}`;
  return then.toDateString() === today.toDateString()
    ? time
    : `${time} ngày ${two(then.getDate())}/${two(then.getMonth() + 1)}`;
}
