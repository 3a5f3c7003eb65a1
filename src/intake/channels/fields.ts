import { z } from 'zod';
import { MAX } from '../domain/contact.js';
import { readPhone } from '../domain/phone-as-typed.js';

/** Pieces that the forms of several channels share. Whatever is left empty arrives as null. */

const blankIsNull = (value: unknown): unknown =>
  value === undefined || (typeof value === 'string' && value.trim() === '') ? null : value;

const notText = 'Phần này phải là chữ.';

/** One line, at most `most` characters. */
export const optionalLine = (most: number) =>
  z.preprocess(
    blankIsNull,
    z
      .string(notText)
      .max(most, `Phần này dài quá ${String(most)} ký tự. Xin viết gọn lại.`)
      .nullable(),
  );

export const words = z
  .string('Xin ghi chuyện gì đang xảy ra.')
  .refine((text) => text.trim() !== '', 'Xin ghi chuyện gì đang xảy ra.')
  .max(
    MAX.words,
    `Nội dung dài quá ${MAX.words.toLocaleString('de-DE')} ký tự. Xin viết gọn lại, hoặc tách thành nhiều phản ánh.`,
  );

/** In any writing → E.164. */
export const phone = z.preprocess(
  blankIsNull,
  z
    .string(notText)
    .max(MAX.phoneAsTyped, 'Không có số điện thoại nào như vậy. Xin xem lại, ví dụ 0900 000 027.')
    .nullable()
    .transform((raw, context) => {
      if (raw === null) return null;
      const read = readPhone(raw);
      if ('e164' in read) return read.e164;
      context.addIssue({ code: 'custom', message: read.problem });
      return z.NEVER;
    }),
);

export const email = z.preprocess(
  (value) => (typeof value === 'string' ? blankIsNull(value.trim()) : blankIsNull(value)),
  z
    .string(notText)
    .max(MAX.email, 'Địa chỉ thư dài quá.')
    .refine((value) => z.email().safeParse(value).success, 'Địa chỉ thư chưa đúng, ví dụ ten@vidu.vn.')
    .nullable(),
);

export const personName = optionalLine(MAX.name);

const CODE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/;

/** The code of a category, ward or agency; whether it exists is checked later. */
export const optionalCode = (message: string) =>
  z.preprocess(blankIsNull, z.string(message).regex(CODE, message).nullable());

export const categoryCode = optionalCode('Không có loại việc này. Xin chọn lại trong danh sách.');
export const wardCode = optionalCode('Không có phường, xã này. Xin chọn lại trong danh sách.');
export const subjectAgencyCode = optionalCode('Không có cơ quan này. Xin chọn lại trong danh sách.');

/** A check box or a boolean. */
export const ticked = z
  .preprocess(
    (value) => (value === undefined || value === '' ? false : value),
    z.union([z.boolean(), z.enum(['yes', 'on', 'true', '1', 'no', 'false', '0'])]),
  )
  .transform((value) => value === true || ['yes', 'on', 'true', '1'].includes(String(value)));

const degrees = (limit: number) =>
  z.preprocess(
    (value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : blankIsNull(value)),
    z
      .number('Vị trí trên bản đồ chưa đọc được.')
      .min(-limit, 'Vị trí trên bản đồ chưa đúng.')
      .max(limit, 'Vị trí trên bản đồ chưa đúng.')
      .nullable(),
  );

export const latitude = degrees(90);
export const longitude = degrees(180);

export const point = z
  .object({ lat: latitude, lng: longitude })
  .nullish()
  .transform((value) => pointOf(value?.lat ?? null, value?.lng ?? null));

export function pointOf(lat: number | null, lng: number | null): { lat: number; lng: number } | null {
  return lat === null || lng === null ? null : { lat, lng };
}

/** ISO 8601 with a zone: "2026-11-23T08:15:00+07:00". */
export const optionalInstant = z.preprocess(
  blankIsNull,
  z.iso
    .datetime({ offset: true, error: 'Giờ ghi theo dạng 2026-11-23T08:15:00+07:00.' })
    .transform((text) => new Date(text))
    .nullable(),
);

/** Of an article of the knowledge base. */
export const articleId = z.preprocess(
  blankIsNull,
  z
    .string(notText)
    .regex(/^[0-9A-Z]{26}$/, 'Không tìm thấy bài này.')
    .nullable(),
);

/** The channel's own id of what it delivers. */
export const externalId = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : blankIsNull(value)),
  z
    .string(notText)
    .regex(/^[\x21-\x7e]{1,100}$/, 'Mã riêng (externalId) gồm 1 đến 100 ký tự không dấu, không khoảng trắng.')
    .nullable(),
);
