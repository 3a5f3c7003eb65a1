import { Body, Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Context, Viewing, type CommandContext } from '../../identity/index.js';
import { Problem } from '../../kernel/index.js';
import { fieldErrors, Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { proposalSchema, SlaChanges } from '../../sla-admin/index.js';
import { EMPTY_FORM } from '../form-field.js';
import { ChangePages, type ChangeNotice } from './changes/change-page.js';
import type { ChangeForm, Values } from './forms/change-form.js';
import { ClassForm } from './forms/class-form.js';
import { ConfirmedForm } from './forms/confirmed-form.js';
import { DaysForm } from './forms/days-form.js';
import { HoursForm } from './forms/hours-form.js';
import { LadderForm } from './forms/ladder-form.js';
import { NoticeForm } from './forms/notice-form.js';
import { OrderForm } from './forms/order-form.js';
import { PolicyForm } from './forms/policy-form.js';

const HTML = 'text/html; charset=utf-8';
const FORMS = [
  'lich/sua',
  'lich/nhap',
  'lich/chinh-thuc',
  'gio/moi',
  'han/moi',
  'han/viec-dang-chay',
  'leo-thang/moi',
  'lop/sua',
] as const;

const valuesSchema = z.record(z.string(), z.string());
/** What an address got wrong is left out. */
const querySchema = z.record(z.string(), z.string().max(100)).catch({});
const idSchema = z.object({ id: z.string().max(40) });
const pageSchema = z.object({ truoc: z.string().max(40).optional().catch(undefined) });

const DONE: Readonly<Record<string, ChangeNotice>> = {
  'ap-dung': { tone: 'ok', icon: 'circle-check', text: 'Đã áp dụng. Hạn của việc đang chạy được dời theo.' },
  bo: { tone: 'info', icon: 'info', text: 'Đã bỏ thay đổi này. Không có gì thay đổi.' },
};

/** Forms that propose a change of the rules of time, and what becomes of it. */
@Controller('quan-tri')
export class ChangesController {
  private readonly forms: Readonly<Record<(typeof FORMS)[number], ChangeForm>>;

  constructor(
    private readonly changes: SlaChanges,
    private readonly pages: ChangePages,
    days: DaysForm,
    private readonly notice: NoticeForm,
    hours: HoursForm,
    policy: PolicyForm,
    ladder: LadderForm,
    slaClass: ClassForm,
    confirmed: ConfirmedForm,
    order: OrderForm,
  ) {
    this.forms = {
      'lich/sua': days,
      'lich/nhap': notice,
      'lich/chinh-thuc': confirmed,
      'gio/moi': hours,
      'han/moi': policy,
      'han/viec-dang-chay': order,
      'leo-thang/moi': ladder,
      'lop/sua': slaClass,
    };
  }

  @Permit('config.edit')
  @Get([...FORMS])
  @Header('content-type', HTML)
  show(
    @Req() request: Request,
    @Query(valid(querySchema)) query: Values,
    @Context() { principal }: CommandContext,
    @Viewing() page: PageContext,
  ): Promise<string> {
    return this.formAt(request).render(principal, { query, form: EMPTY_FORM, formKey: null }, page);
  }

  @Permit('config.edit')
  @Post([...FORMS])
  async propose(
    @Req() request: Request,
    @Query(valid(querySchema)) query: Values,
    @Body(valid(valuesSchema)) values: Values,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const form = this.formAt(request);
    try {
      const { id } = await this.changes.propose(checked(await form.proposal(values)), values['note'] ?? '', ctx);
      response.redirect(303, `/quan-tri/thay-doi/${id}`);
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'invalid-input') throw error;
      const errors = error.fields.map(({ field, message }) => this.inForm(form, values, field, message));
      const shown = { query, form: { values, errors }, formKey: values['_key'] ?? null };
      response
        .status(400)
        .type('html')
        .send(await form.render(ctx.principal, shown, page));
    }
  }

  @Permit('config.read')
  @Get('thay-doi')
  @Header('content-type', HTML)
  list(
    @Query(valid(pageSchema)) { truoc }: z.output<typeof pageSchema>,
    @Context() { principal }: CommandContext,
    @Viewing() page: PageContext,
  ): Promise<string> {
    return this.pages.list(principal, truoc ?? null, page);
  }

  @Permit('config.read')
  @Get('thay-doi/:id')
  @Header('content-type', HTML)
  one(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Query(valid(querySchema)) query: Values,
    @Context() { principal }: CommandContext,
    @Viewing() page: PageContext,
  ): Promise<string> {
    return this.pages.one(principal, id, DONE[query['xong'] ?? ''] ?? null, page);
  }

  @Permit('config.edit')
  @Post('thay-doi/:id/ap-dung')
  apply(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    return this.decide(id, '?xong=ap-dung', () => this.changes.confirm(id, ctx), { ctx, page, response });
  }

  @Permit('config.edit')
  @Post('thay-doi/:id/bo')
  drop(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    return this.decide(id, '?xong=bo', () => this.changes.cancel(id, ctx), { ctx, page, response });
  }

  @Permit('config.edit')
  @Post('thay-doi/:id/xem-lai')
  previewAgain(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    return this.decide(id, '', () => this.changes.previewAgain(id, ctx), { ctx, page, response });
  }

  /** A decision that comes too late shows the change as it is now, and why. */
  private async decide(
    id: string,
    said: string,
    command: () => Promise<unknown>,
    { ctx, page, response }: { ctx: CommandContext; page: PageContext; response: Response },
  ): Promise<void> {
    try {
      await command();
      response.redirect(303, `/quan-tri/thay-doi/${id}${said}`);
    } catch (error) {
      if (!(error instanceof Problem) || (error.kind !== 'conflict' && error.kind !== 'invalid-input')) throw error;
      const text = [error.title, ...error.fields.map(({ message }) => message)].join(' ');
      const html = await this.pages.one(ctx.principal, id, { tone: 'soon', icon: 'info', text }, page);
      response.status(409).type('html').send(html);
    }
  }

  private formAt({ path }: Request): ChangeForm {
    const name = FORMS.find((one) => path.endsWith(`/quan-tri/${one}`));
    if (name === undefined) throw Problem.notFound('Không tìm thấy trang này.');
    return this.forms[name];
  }

  private inForm(form: ChangeForm, values: Values, field: string, message: string): { field: string; message: string } {
    if (form === this.notice) return this.notice.errorsIn(values, field, message);
    return { field: form.fieldOf(field), message };
  }
}

function checked(input: object): z.output<typeof proposalSchema> {
  const parsed = proposalSchema.safeParse(input);
  if (!parsed.success) throw Problem.invalid(fieldErrors(parsed.error));
  return parsed.data;
}
