import { z } from 'zod';
import { text, version } from './schemas.js';

const id = z.string('Xin chọn phiếu.').max(40, 'Không tìm thấy phiếu này.');
const code = z.string('Xin ghi mã phiếu.').max(40, 'Mã phiếu dài quá.');
const remark = text(1_000).nullish();

export const mergeBody = z.object({
  version,
  children: z
    .array(z.union([z.object({ ticketId: id, version }), z.strictObject({ code })], 'Xin chọn phiếu để gộp.'))
    .max(50, 'Mỗi lần gộp nhiều nhất 50 phiếu.'),
  remark,
});

export const mergeIntoBody = z.object({ version, intoCode: code, remark });

export const splitBody = z.object({ version, remark: text(1_000).default('') });

export const linkBody = z.object({ version, otherCode: code, remove: z.boolean().optional() });

const instant = z
  .string()
  .max(40, 'Xin ghi ngày, giờ.')
  .nullish()
  .transform((value, context) => {
    if (value === undefined || value === null || value === '') return null;
    const at = new Date(value);
    if (!Number.isNaN(at.getTime())) return at;
    context.addIssue({ code: 'custom', message: 'Xin ghi ngày, giờ.' });
    return z.NEVER;
  });

export const incidentBody = z.object({
  version,
  name: text(200).default(''),
  script: text(4_000).default(''),
  wardCodes: z.array(z.string().max(10, 'Không có phường, xã này.')).max(200, 'Nhiều phường, xã quá.').default([]),
  expectedEndAt: instant,
});

export const incidentUpdateBody = incidentBody.extend({ broadcast: z.boolean().default(false) });

const some = (most: number) => z.string('Xin ghi chữ.').max(most, 'Dài quá.').nullish();

export const likelyBody = z.object({
  categoryCode: some(40),
  wardCode: some(10),
  words: some(5_000),
  placeText: some(300),
  lat: z.number('Vĩ độ là một số.').min(-90, 'Vĩ độ sai.').max(90, 'Vĩ độ sai.').nullish(),
  lng: z.number('Kinh độ là một số.').min(-180, 'Kinh độ sai.').max(180, 'Kinh độ sai.').nullish(),
});

export const likelyAnswer = z.object({
  items: z.array(
    z.object({
      ticketId: z.string(),
      code: z.string(),
      version: z.number(),
      title: z.string(),
      state: z.string(),
      receivedAt: z.string(),
      reporters: z.number(),
      why: z.string(),
    }),
  ),
});
