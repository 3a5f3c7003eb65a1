import { Body, Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Context, Viewing, type CommandContext } from '../../identity/index.js';
import { Problem } from '../../kernel/index.js';
import { fieldErrors, Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { proposalSchema, SlaChanges } from '../../sla-admin/index.js';
import { answerForm, pathEnd, problemText } from '../form-answer.js';
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

/** What is decided on a change, as it stands in the address; and the command for each. */
const DECISIONS = ['ap-dung', 'bo', 'xem-lai'] as const;
const DECISION_COMMANDS = { 'ap-dung': 'confirm', bo: 'cancel', 'xem-lai': 'previewAgain' } as const satisfies Readonly<
  Record<(typeof DECISIONS)[number], keyof SlaChanges>
>;

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
    return this.forms[pathEnd(request, FORMS)].render(principal, { query, form: EMPTY_FORM, formKey: null }, page);
  }

  @Permit('config.edit')
  @Post([...FORMS])
  propose(
    @Req() request: Request,
    @Query(valid(querySchema)) query: Values,
    @Body(valid(valuesSchema)) values: Values,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const form = this.forms[pathEnd(request, FORMS)];
    return answerForm(
      response,
      async () => {
        const { id } = await this.changes.propose(checked(await form.proposal(values)), values['note'] ?? '', ctx);
        return `/quan-tri/thay-doi/${id}`;
      },
      ({ fields }) => {
        const errors = fields.map(({ field, message }) => this.inForm(form, values, field, message));
        return form.render(ctx.principal, { query, form: { values, errors }, formKey: values['_key'] ?? null }, page);
      },
    );
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

  /** A decision that comes too late shows the change as it is now, and why. */
  @Permit('config.edit')
  @Post(DECISIONS.map((one) => `thay-doi/:id/${one}`))
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
        await this.changes[DECISION_COMMANDS[decision]](id, ctx);
        return `/quan-tri/thay-doi/${id}${decision in DONE ? `?xong=${decision}` : ''}`;
      },
      (problem) => this.pages.one(ctx.principal, id, { tone: 'soon', icon: 'info', text: problemText(problem) }, page),
    );
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
