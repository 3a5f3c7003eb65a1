import { Body, Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { AgencyOrders } from '../../agency-changes/index.js';
import { Context, Viewing, type CommandContext } from '../../identity/index.js';
import { Problem } from '../../kernel/index.js';
import { Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { EMPTY_FORM } from '../form-field.js';
import { AgenciesPage, type OrderNotice } from './agencies-page.js';
import { OrderForm, type Values } from './order-form.js';
import { FORM_PATHS, type FormPath } from './order-words.js';

const HTML = 'text/html; charset=utf-8';
const FORMS = Object.keys(FORM_PATHS) as FormPath[];

const valuesSchema = z.record(z.string(), z.string().max(10_000));
const idSchema = z.object({ id: z.string().max(40) });
const pageSchema = z.object({ truoc: z.string().max(40).optional().catch(undefined) });
const saidSchema = z.object({ xong: z.string().max(20).optional().catch(undefined) });

const DONE: Readonly<Record<string, OrderNotice>> = {
  'xac-nhan': { tone: 'ok', icon: 'circle-check', text: 'Đã xác nhận quyết định.' },
  bo: { tone: 'info', icon: 'info', text: 'Đã bỏ quyết định này. Không có gì thay đổi.' },
};

/** The agencies of the province: list, orders, forms of orders, preview and confirmation. */
@Permit('agency.change')
@Controller('quan-tri/don-vi')
export class AgenciesController {
  constructor(
    private readonly orders: AgencyOrders,
    private readonly pages: AgenciesPage,
    private readonly form: OrderForm,
  ) {}

  @Get()
  @Header('content-type', HTML)
  list(
    @Query(valid(pageSchema)) { truoc }: z.output<typeof pageSchema>,
    @Context() { principal }: CommandContext,
    @Viewing() page: PageContext,
  ): Promise<string> {
    return this.pages.list(principal, truoc ?? null, page);
  }

  @Get(FORMS)
  @Header('content-type', HTML)
  show(
    @Req() request: Request,
    @Context() { principal }: CommandContext,
    @Viewing() page: PageContext,
  ): Promise<string> {
    return this.pages.entry(principal, pathOf(request), { form: EMPTY_FORM, formKey: null }, page);
  }

  @Post(FORMS)
  async propose(
    @Req() request: Request,
    @Body(valid(valuesSchema)) values: Values,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const path = pathOf(request);
    try {
      const order = this.form.order(path, values);
      const { id } = await this.orders.propose(order, ctx).catch((error: unknown) => {
        if (!(error instanceof Problem) || error.kind !== 'invalid-input') throw error;
        throw Problem.invalid(error.fields.map((one) => this.form.inForm(path, one)));
      });
      response.redirect(303, `/quan-tri/don-vi/quyet-dinh/${id}`);
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'invalid-input') throw error;
      const shown = { form: { values, errors: error.fields }, formKey: values['_key'] ?? null };
      response
        .status(400)
        .type('html')
        .send(await this.pages.entry(ctx.principal, path, shown, page));
    }
  }

  @Get('quyet-dinh/:id')
  @Header('content-type', HTML)
  one(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Query(valid(saidSchema)) { xong }: z.output<typeof saidSchema>,
    @Context() { principal }: CommandContext,
    @Viewing() page: PageContext,
  ): Promise<string> {
    return this.pages.one(principal, id, DONE[xong ?? ''] ?? null, page);
  }

  @Post('quyet-dinh/:id/xac-nhan')
  confirm(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    return this.decide(id, 'xac-nhan', () => this.orders.confirm(id, ctx), { ctx, page, response });
  }

  @Post('quyet-dinh/:id/bo')
  drop(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    return this.decide(id, 'bo', () => this.orders.cancel(id, ctx), { ctx, page, response });
  }

  /** A decision that comes too late shows the order as it is now, and why. */
  private async decide(
    id: string,
    said: string,
    command: () => Promise<unknown>,
    { ctx, page, response }: { ctx: CommandContext; page: PageContext; response: Response },
  ): Promise<void> {
    try {
      await command();
      response.redirect(303, `/quan-tri/don-vi/quyet-dinh/${id}?xong=${said}`);
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'conflict') throw error;
      const html = await this.pages.one(ctx.principal, id, { tone: 'soon', icon: 'info', text: error.title }, page);
      response.status(409).type('html').send(html);
    }
  }
}

function pathOf({ path }: Request): FormPath {
  const name = FORMS.find((one) => path.endsWith(`/${one}`));
  if (name === undefined) throw Problem.notFound('Không tìm thấy trang này.');
  return name;
}
