import { z } from 'zod';
import { AGENCY_KINDS } from '../../agencies/domain/agency.js';

const code = z
  .string()
  .trim()
  .regex(/^[A-Z0-9][A-Z0-9-]{1,39}$/, 'Mã đơn vị gồm chữ in hoa không dấu, số và dấu gạch, như SCT hoặc UBND-26002.');
const line = (most: number, missing: string) =>
  z
    .string(missing)
    .trim()
    .transform((text) => text.normalize('NFC').replace(/\s+/g, ' '))
    .pipe(
      z
        .string()
        .min(1, missing)
        .max(most, `Dài nhất ${String(most)} ký tự.`),
    );
const day = z.iso.date('Xin ghi ngày, như 01/12/2026.');

/** An agency of today by its code, or one that the order begins. */
const successor = z.union([
  z.strictObject({ code }),
  z.strictObject({
    code,
    name: line(200, 'Xin ghi tên đầy đủ của đơn vị mới.'),
    shortName: line(100, 'Xin ghi tên ngắn của đơn vị mới.'),
    kind: z.enum(AGENCY_KINDS),
    parentCode: code.nullable(),
  }),
]);

const part = z.strictObject({
  to: successor,
  /** Both empty: nothing goes here of itself; both given: both must fit. */
  wardCodes: z.array(z.string().regex(/^\d{5}$/, 'Không có phường, xã này.')).max(200),
  categoryCodes: z.array(z.string().max(40)).max(100),
  /** Who goes there; everybody else goes with the rest. */
  logins: z.array(z.string().max(64)).max(200),
});

const head = {
  /** Số, ký hiệu: "1234/QĐ-UBND". */
  number: line(60, 'Xin ghi số quyết định, như 1234/QĐ-UBND.'),
  decidedOn: day,
  effectiveOn: day,
  content: line(2000, 'Xin ghi trích yếu, để ai xem sau này cũng hiểu.'),
};

/** An order that changes agencies on a day, as it is proposed. */
export const orderSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('merge'),
    ...head,
    from: z.array(code).min(1, 'Xin chọn đơn vị được nhập.').max(20),
    into: successor,
  }),
  z.strictObject({
    kind: z.literal('split'),
    ...head,
    from: code,
    parts: z.array(part).min(1, 'Xin ghi ít nhất một phần được tách.').max(10),
    /** Who takes what no part takes; may be the agency itself, which then goes on. */
    rest: successor,
  }),
  z.strictObject({
    kind: z.literal('rename'),
    ...head,
    code,
    name: line(200, 'Xin ghi tên mới.'),
    shortName: line(100, 'Xin ghi tên ngắn mới.'),
  }),
  z.strictObject({ kind: z.literal('close'), ...head, code, successor }),
]);

export type AgencyOrder = z.output<typeof orderSchema>;
export type OrderKind = AgencyOrder['kind'];
export type Successor = z.output<typeof successor>;
