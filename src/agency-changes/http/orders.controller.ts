import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Context, type CommandContext } from '../../identity/index.js';
import { Api, Permit, valid } from '../../platform/http/index.js';
import { AgencyOrders, type OrderDetail, type OrderView } from '../agency-orders.js';
import { orderSchema, type AgencyOrder } from '../domain/order.js';
import type { OrderPreview } from '../order-previews.js';

const idParam = z.object({ id: z.string().max(40) });
const listQuery = z.object({ cursor: z.string().max(40).optional() });
const idAnswer = z.object({ id: z.string() });
const figures = z.record(z.string(), z.number());
const orderAnswer = z.looseObject({
  id: z.string(),
  kind: z.string(),
  number: z.string(),
  effectiveOn: z.string(),
  status: z.string(),
  total: z.number(),
  moved: z.number(),
  stuck: z.number(),
});
const detailAnswer = orderAnswer.extend({
  error: z.string().nullable(),
  troubles: z.array(
    z.object({
      ticketId: z.string(),
      code: z.string().nullable(),
      reason: z.string(),
      at: z.unknown().describe('ISO 8601'),
    }),
  ),
});
const ordersAnswer = z.object({ orders: z.array(orderAnswer), nextCursor: z.string().nullable() });
const previewAnswer = z.looseObject({ figures, warnings: z.array(z.string()) });

type Id = z.output<typeof idAnswer>;
type IdParam = z.output<typeof idParam>;

/** Orders on agencies: request in, service, result out. */
@Permit('agency.change')
@Controller('api/v1/agency-orders')
export class OrdersController {
  constructor(private readonly orders: AgencyOrders) {}

  @Api({
    summary: 'Quyết định sáp nhập, chia tách, đổi tên, kết thúc đơn vị; mới nhất đứng trước',
    response: ordersAnswer,
  })
  @Get()
  list(
    @Query(valid(listQuery)) { cursor }: z.output<typeof listQuery>,
  ): Promise<{ orders: OrderView[]; nextCursor: string | null }> {
    return this.orders.list(cursor ?? null);
  }

  @Api({ summary: 'Một quyết định, tiến độ, và những phiếu chưa chuyển được', response: detailAnswer })
  @Get(':id')
  one(@Param(valid(idParam)) { id }: IdParam): Promise<OrderDetail> {
    return this.orders.get(id);
  }

  @Api({ summary: 'Quyết định này sẽ chuyển những gì', response: previewAnswer })
  @Get(':id/preview')
  preview(@Param(valid(idParam)) { id }: IdParam): Promise<OrderPreview> {
    return this.orders.preview(id);
  }

  @Api({ summary: 'Nhập một quyết định; chưa có gì thay đổi', response: idAnswer })
  @Post()
  propose(@Body(valid(orderSchema)) order: AgencyOrder, @Context() ctx: CommandContext): Promise<Id> {
    return this.orders.propose(order, ctx);
  }

  @Api({ summary: 'Xác nhận: đến ngày thì thực hiện, ngày đã qua thì thực hiện ngay', response: idAnswer })
  @Post(':id/confirm')
  @HttpCode(200)
  confirm(@Param(valid(idParam)) { id }: IdParam, @Context() ctx: CommandContext): Promise<Id> {
    return this.orders.confirm(id, ctx);
  }

  @Api({ summary: 'Chạy lại một quyết định bị dừng; phiếu đã chuyển không chuyển lần nữa', response: idAnswer })
  @Post(':id/retry')
  @HttpCode(200)
  retry(@Param(valid(idParam)) { id }: IdParam, @Context() ctx: CommandContext): Promise<Id> {
    return this.orders.retry(id, ctx);
  }

  @Api({ summary: 'Bỏ một quyết định chưa thực hiện', response: idAnswer })
  @Post(':id/cancel')
  @HttpCode(200)
  cancel(@Param(valid(idParam)) { id }: IdParam, @Context() ctx: CommandContext): Promise<Id> {
    return this.orders.cancel(id, ctx);
  }
}
