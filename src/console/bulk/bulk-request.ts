import { z } from 'zod';
import { allows, type Principal } from '../../identity/index.js';

/** What can be done with several tickets at once. */
export const BULK_ACTIONS = ['assign', 'transfer', 'remind_holder'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

/** More are not read by anybody before confirming. */
export const MOST_AT_ONCE = 100;

const tickets = z
  .array(
    z.strictObject({
      ticketId: z.string().max(40),
      /** As the list showed it. */
      version: z.int().min(1),
    }),
  )
  .min(1, 'Xin chọn ít nhất một phiếu.')
  .max(MOST_AT_ONCE, `Mỗi lần chọn nhiều nhất ${String(MOST_AT_ONCE)} phiếu.`)
  .refine((list) => new Set(list.map(({ ticketId }) => ticketId)).size === list.length, 'Có phiếu được chọn hai lần.');

const said = (missing: string) => z.string(missing).trim().min(1, missing).max(1000, 'Dài nhất 1.000 ký tự.');

/** One act on many tickets. */
export const bulkSchema = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('assign'),
    tickets,
    accountId: z.string('Xin chọn người xử lý.').min(1, 'Xin chọn người xử lý.').max(40),
    words: z.string().trim().max(1000, 'Dài nhất 1.000 ký tự.').default(''),
  }),
  z.strictObject({
    action: z.literal('transfer'),
    tickets,
    leadAgencyCode: z.string('Xin chọn đơn vị sẽ chủ trì.').min(1, 'Xin chọn đơn vị sẽ chủ trì.').max(40),
    remark: said('Xin ghi vì sao chuyển, để cả hai đơn vị cùng biết.'),
  }),
  z.strictObject({ action: z.literal('remind_holder'), tickets, text: said('Xin ghi cần nhắc điều gì.') }),
]);

export type BulkRequest = z.output<typeof bulkSchema>;

/** The acts that somebody's role has; which tickets it may be done with is decided for each. */
export function bulkActionsOf(principal: Principal): BulkAction[] {
  const coordinates = allows(principal, 'ticket.classify');
  const may: Readonly<Record<BulkAction, boolean>> = {
    assign: allows(principal, 'ticket.assign'),
    transfer: coordinates,
    remind_holder: coordinates || allows(principal, 'overview.read') || allows(principal, 'ticket.approve'),
  };
  return allows(principal, 'ticket.read') ? BULK_ACTIONS.filter((action) => may[action]) : [];
}
