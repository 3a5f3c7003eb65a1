import type { ContactKind } from './contact.js';

/** What became of a contact, as it stands within a line. */
export const CONTACT_WORDS: Readonly<Record<ContactKind, string>> = {
  ticket: 'lập phiếu',
  answered: 'hỏi, đã trả lời ngay',
  status: 'hỏi tình hình phiếu',
  chased: 'giục phiếu',
  added: 'báo thêm vào phiếu',
  transferred: 'đã chuyển máy',
  wrong_number: 'gọi nhầm số',
  silent: 'im lặng',
  abuse: 'quấy rối',
  other: 'đã ghi nhận',
};
