import { z } from 'zod';
import { PRIORITIES } from '../domain/ticket.js';
import { text, version } from './schemas.js';

const day = (message: string) => z.string(message).max(40, message).default('');

export const actionBody = z.object({
  version,
  text: text(20_000).default(''),
  /** '2026-11-17T10:20', the time in Viet Nam, or with an offset. */
  actedAt: day('Xin ghi giờ và ngày đã xử lý tại chỗ.'),
});

export const reclassifyBody = z.object({
  version,
  categoryCode: z.string('Xin chọn lĩnh vực trong danh sách.').max(40, 'Xin chọn lĩnh vực trong danh sách.').optional(),
  priority: z.enum(PRIORITIES, 'Xin chọn mức ưu tiên.').optional(),
  boundary: z.enum(['ordinary', 'emergency'], 'Xin chọn việc khẩn cấp hay việc thường.').optional(),
  remark: text(1_000).nullish(),
});

export const transferBody = z.object({
  version,
  leadAgencyCode: z
    .string('Xin chọn đơn vị sẽ chủ trì.')
    .max(40, 'Mã dài quá; xin chọn lại trong danh sách.')
    .default(''),
  remark: text(20_000).default(''),
});

export const textBody = z.object({ version, text: text(20_000).default('') });

export const extensionBody = z.object({
  version,
  reason: text(20_000).default(''),
  newDay: day('Xin chọn ngày sẽ trả lời xong.'),
});

export const decisionBody = z.object({
  version,
  approve: z.boolean('Xin chọn đồng ý hay không đồng ý.'),
  words: text(20_000).nullish(),
});

const letterPart = text(20_000).default('');
const SIGNED_AS = ['head', 'deputy', 'by_order'] as const;

export const apologyBody = z.object({
  version,
  opening: letterPart,
  reason: letterPart,
  remedy: letterPart,
  committedOn: day('Xin ghi ngày cam kết xong: một ngày cụ thể.'),
  contact: letterPart,
  signedAs: z.enum(SIGNED_AS, 'Xin chọn cách ký: thủ trưởng, ký thay hay thừa lệnh.').default('head'),
  signerTitle: letterPart,
  /** Of the agency's own system of documents; left out: the next of the series. */
  number: letterPart,
});

export const apologyDraftAnswer = z.object({
  opening: z.string(),
  reason: z.string(),
  remedy: z.string(),
  committedOn: z.string(),
  contact: z.string(),
  signatures: z.array(z.object({ signedAs: z.enum(SIGNED_AS), lines: z.array(z.string()) })),
  symbol: z.string(),
});
