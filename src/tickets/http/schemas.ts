import { z } from 'zod';
import { BOUNDARIES } from '../domain/ticket.js';

/** The version of the ticket the person had before the eyes. Forms send it as text. */
export const version = z.coerce
  .number('Thiếu phiên bản của phiếu; xin tải lại trang.')
  .int()
  .min(1, 'Thiếu phiên bản của phiếu; xin tải lại trang.');

const code = (length: number) =>
  z
    .string()
    .max(length, 'Mã dài quá; xin chọn lại trong danh sách.')
    .transform((value) => (value === '' ? null : value))
    .nullish();

export const text = (most: number) =>
  z.string().max(most, `Dài quá ${most.toLocaleString('vi-VN')} ký tự; xin viết gọn lại.`);

/** Whatever stands in the address: one that is no id is a ticket that does not exist. */
export const ticketParam = z.object({ id: z.string('Không tìm thấy phiếu này.') });

export const listQuery = z.object({
  tab: z.string('Xin chọn một danh sách.').max(32, 'Không có danh sách này.'),
  cursor: z.string().max(200, 'Không đọc được vị trí trang; xin mở lại danh sách từ đầu.').optional(),
  limit: z.coerce
    .number('Số dòng là một số.')
    .int('Số dòng là số nguyên.')
    .min(1, 'Ít nhất 1 dòng.')
    .max(200, 'Nhiều nhất 200 dòng.')
    .optional(),
});

export const classifyBody = z.object({
  version,
  categoryCode: z
    .string('Xin chọn lĩnh vực trong danh sách.')
    .min(1, 'Xin chọn lĩnh vực trong danh sách.')
    .max(40, 'Xin chọn lĩnh vực trong danh sách.'),
  wardCode: code(10),
  subjectAgencyCode: code(40),
  leadAgencyCode: code(40),
  boundary: z.enum(BOUNDARIES, 'Xin chọn loại nội dung.').optional(),
  remark: text(1_000).nullish(),
});

export const versionBody = z.object({ version });

const parts = {
  version,
  found: text(20_000).default(''),
  done: text(20_000).default(''),
  doneOn: z.string().max(40, 'Xin ghi ngày, tháng, năm.').nullable().default(null),
  inCharge: text(2_000).default(''),
  legalBasis: text(10_000).nullish(),
  evidenceWaiver: text(2_000).nullish(),
};

const draftVersion = z.coerce.number('Phiên bản nháp là một số.').int().min(0);

export const draftBody = z.object({ ...parts, draftVersion: draftVersion.nullable().default(null) });

export const answerBody = z.object({
  ...parts,
  draftVersion: draftVersion.nullable().optional(),
  openPartsReason: text(20_000).nullish(),
});

export const returnBody = z.object({ version, remarks: text(20_000).default('') });

export const guideBody = z.object({
  version,
  kind: z.enum(['complaint', 'denunciation'], 'Xin chọn khiếu nại hay tố cáo.'),
  text: text(20_000).default(''),
});

export const commandAnswer = z.object({
  ticketId: z.string(),
  code: z.string(),
  version: z.number(),
  state: z.string(),
});
