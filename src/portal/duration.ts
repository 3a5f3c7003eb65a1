import type { Locale } from '../platform/templates/index.js';
import { durationVi } from '../sla/index.js';

const HOUR_S = 3600;

/** Whole hours and minutes in the language of a page: "5 giờ 48 phút", "5 h 48 min". */
export function durationIn(texts: Locale, seconds: number): string {
  if (texts.language !== 'en') return durationVi(seconds);
  if (seconds < 60) return `${String(Math.floor(seconds))} s`;
  const hours = Math.floor(seconds / HOUR_S);
  const minutes = Math.floor((seconds % HOUR_S) / 60);
  return [hours > 0 ? `${String(hours)} h` : '', minutes > 0 ? `${String(minutes)} min` : ''].filter(Boolean).join(' ');
}
