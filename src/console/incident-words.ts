import { typedInstant } from '../escalation/index.js';
import { cleanLine } from '../kernel/index.js';
import { formatNearVi } from '../sla/index.js';
import type { SuspectedIncident } from '../tickets/index.js';
import type { Choices } from './choices.js';

/** The wards in a line as somebody typed it, one after the other; what names none stands for itself and is refused later. */
export function typedWards(typed: string, choices: Choices): string[] {
  return typed
    .split(/[;,\n]/)
    .map(cleanLine)
    .filter((name) => name !== '')
    .map((name) => choices.wardCode(name) ?? '?');
}

/** What a browser's field for day and hour holds, in Vietnam's time; empty: null. */
export function typedMoment(typed: string): Date | null {
  const [day = '', time = ''] = typed.trim().split('T');
  return day === '' ? null : typedInstant(day, time.slice(0, 5));
}

/** What many report and nobody has declared, as one line. */
export interface SuspectedLine {
  /** The first report, from which the incident is declared. */
  readonly href: string;
  readonly what: string;
  readonly where: string;
  readonly reports: number;
  readonly since: string;
}

/** @param path of the desk on which the reader opens tickets. */
export function suspectedLine(
  { category, ward, reports, since, ticketId }: SuspectedIncident,
  path: string,
  now: Date,
) {
  return {
    href: `${path}?phieu=${ticketId}`,
    what: category.name,
    where: ward.name,
    reports,
    since: `từ ${formatNearVi(since, now)}`,
  } satisfies SuspectedLine;
}
