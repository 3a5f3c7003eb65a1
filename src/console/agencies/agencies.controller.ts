import { Body, Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { AgencyOrders, type AgencyOrder } from '../../agency-changes/index.js';
import { Context, Viewing, type CommandContext } from '../../identity/index.js';
import { Problem, type FieldError } from '../../kernel/index.js';
import { Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { answerForm, pathEnd, problemText } from '../form-answer.js';
import { EMPTY_FORM } from '../form-field.js';
import { AgenciesPage, type OrderNotice } from './agencies-page.js';
import { OrderForm, type Values } from './order-form.js';
import { FORM_PATHS, type FormPath } from './order-words.js';

const HTML = 'text/html; charset=utf-8';
const FORMS = Object.keys(FORM_PATHS) as FormPath[];

const valuesSchema = z.record(z.string(), z.string().max(10_000));
const idSchema = z.object({ id: z.string().max(40) });
const pageSchema = z.object({ truoc: z.string().max(40).optional().catch(undefined) });

/** What is decided on an order, as it stands in the address; and the command for each. */
const DECISIONS = ['xac-nhan', 'bo', 'chay-lai'] as const;
type Decision = (typeof DECISIONS)[number];
const DECISION_COMMANDS = { 'xac-nhan': 'confirm', bo: 'cancel', 'chay-lai': 'retry' } as const satisfies Readonly<
  Record<Decision, keyof AgencyOrders>
>;

const saidSchema = z.object({ xong: z.enum(DECISIONS).optional().catch(undefined) });

const DONE: Readonly<Record<Decision, OrderNotice>> = {
  'xac-nhan': { tone: 'ok', icon: 'circle-check', text: 'Đã xác nhận quyết định.' },
  bo: { tone: 'info', icon: 'info', text: 'Đã bỏ quyết định này. Không có gì thay đổi.' },
  'chay-lai': { tone: 'info', icon: 'info', text: 'Đang chạy lại từ chỗ dừng. Phiếu đã chuyển không chuyển lần nữa.' },
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
    return this.pages.entry(principal, pathEnd(request, FORMS), { form: EMPTY_FORM, formKey: null }, page);
  }

  @Post(FORMS)
  propose(
    @Req() request: Request,
    @Body(valid(valuesSchema)) values: Values,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const path = pathEnd(request, FORMS);
    const inForm = (field: FieldError): FieldError => this.form.inForm(path, field);
    return answerForm(
      response,
      async () => {
        const order = await this.checked(path, values);
        const { id } = await this.orders.propose(order, ctx).catch((error: unknown) => {
          if (!(error instanceof Problem) || error.kind !== 'invalid-input') throw error;
          throw Problem.invalid(error.fields.map(inForm));
        });
        return `/quan-tri/don-vi/quyet-dinh/${id}`;
      },
      ({ fields }) => {
        const shown = { form: { values, errors: fields }, formKey: values['_key'] ?? null };
        return this.pages.entry(ctx.principal, path, shown, page);
      },
    );
  }

  /** @throws Problem `invalid-input` with everything that is wrong at once, each field with the first that is. */
  private async checked(path: FormPath, values: Values): Promise<AgencyOrder> {
    const { order, errors } = this.form.read(path, values);
    const faults = order === null ? [] : await this.orders.faults(order);
    const all = [...errors, ...faults.map((field) => this.form.inForm(path, field))];
    const wrong = all.filter(({ field }, at) => all.findIndex((other) => other.field === field) === at);
    if (order === null || wrong.length > 0) throw Problem.invalid(wrong);
    return order;
  }

  @Get('quyet-dinh/:id')
  @Header('content-type', HTML)
  one(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Query(valid(saidSchema)) { xong }: z.output<typeof saidSchema>,
    @Context() { principal }: CommandContext,
    @Viewing() page: PageContext,
  ): Promise<string> {
    return this.pages.one(principal, id, xong === undefined ? null : DONE[xong], page);
  }

  /** A decision that comes too late shows the order as it is now, and why. */
  @Post(DECISIONS.map((one) => `quyet-dinh/:id/${one}`))
  decide(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Req() request: Request,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const decision = pathEnd(request, DECISIONS);
    return answerForm(
      response,
      async () => {
        await this.orders[DECISION_COMMANDS[decision]](id, ctx);
        return `/quan-tri/don-vi/quyet-dinh/${id}?xong=${decision}`;
      },
      (problem) => this.pages.one(ctx.principal, id, { tone: 'soon', icon: 'info', text: problemText(problem) }, page),
    );
  }
}
