import { typedInstant } from '../escalation/index.js';
import { cleanLine } from '../kernel/index.js';
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
