import type { Locale } from '../platform/templates/index.js';
import { durationEn, durationVi } from '../sla/index.js';

/** Whole hours and minutes in the language of a page: "5 giờ 48 phút", "5 h 48 min". */
export function durationIn(texts: Locale, seconds: number): string {
  return texts.language === 'en' ? durationEn(seconds) : durationVi(seconds);
}
