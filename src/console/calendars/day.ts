import { dayNumber, SlaError } from '../../sla/index.js';

/** Whether a text is a day that exists, `2026-11-24`. */
export function isDay(text: string): boolean {
  try {
    dayNumber(text);
    return true;
  } catch (error) {
    if (error instanceof SlaError) return false;
    throw error;
  }
}
