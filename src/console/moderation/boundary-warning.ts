import { detectBoundary } from '../../intake/index.js';
import type { RedactionSheet } from '../../publication/index.js';

/**
 * Khiếu nại and tố cáo are never public. Nobody had noticed one when the ticket was taken in; before it goes out the
 * citizen's words are listened to once more. A coordinator decides: the words "tố cáo" alone make none.
 * @returns what to say; null when nothing of the kind is heard.
 */
export function boundaryWarning({ fields }: Pick<RedactionSheet, 'fields'>): string | null {
  const words = fields.filter(({ name }) => name === 'title' || name === 'question').map(({ original }) => original);
  const { heard } = detectBoundary(words.join('\n'));
  if (heard.includes('denunciation'))
    return 'Lời người dân có chỗ giống tố cáo. Tố cáo không bao giờ được công khai: nếu đúng, xin không công khai phiếu này.';
  if (heard.includes('complaint'))
    return 'Lời người dân có chỗ giống khiếu nại. Khiếu nại không được công khai: nếu đúng, xin không công khai phiếu này.';
  return null;
}
