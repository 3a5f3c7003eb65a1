import { z } from 'zod';
import { CENTRE_GROUNDS, REJECTION_WORDS, RETURN_GROUNDS } from '../domain/grounds.js';
import { text, version } from './schemas.js';

const agency = z.string('Xin chọn đơn vị trong danh sách.').max(40, 'Mã dài quá; xin chọn lại trong danh sách.');
const keys = <T extends object>(grounds: T): [keyof T & string, ...(keyof T & string)[]] =>
  Object.keys(grounds) as [keyof T & string, ...(keyof T & string)[]];

export const returnTicketBody = z.object({
  version,
  ground: z.enum(keys(RETURN_GROUNDS), 'Xin chọn lý do trả lại trong danh sách.'),
  words: text(20_000).default(''),
  proposedAgencyCode: agency.nullable().default(null),
});

export const wordsBody = z.object({ version, words: text(20_000).default('') });

export const rulingBody = z.object({ version, leadAgencyCode: agency.default(''), words: text(20_000).default('') });

export const rejectionBody = z.object({
  version,
  ground: z.enum(keys(REJECTION_WORDS), 'Xin chọn lý do từ chối trong danh sách.'),
  text: text(20_000).default(''),
  apart: z.array(z.string().max(40)).max(50, 'Mỗi lần tách nhiều nhất 50 phiếu.').optional(),
});

export const reopeningBody = z.object({
  version,
  ground: z.enum(CENTRE_GROUNDS, 'Xin chọn lý do mở lại trong danh sách.'),
  words: text(20_000).default(''),
});
