import { isGuided, type TicketReporterRow, type TicketRow } from '../tickets/index.js';
import type { Locale } from '../platform/templates/index.js';

/** A line of the small table in a mail. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** Whose mail it is, of which ticket it tells, and in which language. */
interface Told {
  /** The one it tells of: the reporter's own, or the one that stands for it. */
  readonly ticket: TicketRow;
  /** The reporter's own: the code he or she knows. */
  readonly own: TicketRow;
  readonly texts: Locale;
}

export function greeting(name: string, kind: TicketReporterRow['kind'], texts: Locale): string {
  if (name === '') return texts.text('mail.dear_unknown');
  return texts.text(kind === 'business' ? 'mail.dear_business' : 'mail.dear', { name });
}

export function fact(texts: Locale, key: string, value: string): Fact {
  return { label: texts.text(`mail.${key}`), value };
}

export function optionalFact(texts: Locale, key: string, value: string | null): Fact[] {
  return value === null ? [] : [fact(texts, key, value)];
}

export function dueFact(texts: Locale, { resolveDueAt }: TicketRow): Fact[] {
  return optionalFact(texts, 'due', resolveDueAt && instantIn(texts, resolveDueAt));
}

/** His or her own code, and with which ticket it is settled. */
export function codeFacts({ ticket, own, texts }: Told): Fact[] {
  return [
    fact(texts, isGuided(own.boundary) ? 'guided.title_code' : 'code', own.code),
    ...jointly({ ticket, own, texts }),
  ];
}

export function jointly({ ticket, own, texts }: Told): Fact[] {
  return ticket.id === own.id ? [] : [fact(texts, 'jointly', ticket.code)];
}

/** With the year: a mail is read long after. */
export function instantIn(texts: Locale, at: Date): string {
  return texts.instant(at, { year: true });
}
