import { Body, Controller, Get, Header, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Context, Viewing, type CommandContext, type Principal } from '../../identity/index.js';
import { operatorContactSchema, phoneCall, RecordContact } from '../../intake/index.js';
import { Problem } from '../../kernel/index.js';
import { KnowledgeBase, KnowledgeEditing } from '../../knowledge/index.js';
import { fieldErrors, NotIdempotent, Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { answerForm, pathEnd, problemText } from '../form-answer.js';
import { EMPTY_FORM } from '../form-field.js';
import { CallLink } from '../phone/call-link.js';
import { ArticleForm, type Values } from './article-form.js';
import { KnowledgePage, type Notice } from './knowledge-page.js';

const HTML = 'text/html; charset=utf-8';
const idSchema = z.object({ id: z.string().max(40) });
/** `/moi` has none. */
const maybeIdSchema = idSchema.partial();
const valuesSchema = z.record(z.string(), z.string().max(20_000, 'Nội dung dài quá. Xin viết gọn lại.'));
const some = (most: number) => z.string().max(most).optional().catch(undefined);
const listSchema = z.object({ nhom: some(20), 'don-vi': some(200), sau: some(40) });

/** What becomes of an article, and of a call that ended with it, as it stands in the address. */
const KEEPING = ['duyet', 'rut', 'ra-soat'] as const;
const USING = ['tra-loi', 'chua-du'] as const;

const DONE = {
  luu: 'Đã lưu bản nháp. Người khác duyệt thì bài mới được dùng.',
  duyet: 'Đã duyệt. Bài được dùng từ ngày có hiệu lực.',
  rut: 'Đã rút bài. Không ai đọc cho người gọi được nữa.',
  'ra-soat': 'Đã ghi: bài vẫn đúng.',
  'tra-loi': 'Đã ghi cuộc gọi: trả lời ngay bằng bài này.',
  'chua-du': 'Đã ghi: câu trả lời chưa đủ. Người phụ trách bài thấy con số này.',
} as const;
const doneSchema = z.object({
  xong: z
    .enum(Object.keys(DONE) as [keyof typeof DONE])
    .optional()
    .catch(undefined),
});

/** The knowledge base for people: found, read out, written, approved. */
@Controller('kien-thuc')
@Permit('knowledge.read')
export class KnowledgeController {
  constructor(
    private readonly page: KnowledgePage,
    private readonly form: ArticleForm,
    private readonly base: KnowledgeBase,
    private readonly editing: KnowledgeEditing,
    private readonly contacts: RecordContact,
    private readonly link: CallLink,
  ) {}

  @Get()
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  list(
    @Query(valid(listSchema)) { nhom, 'don-vi': agency, sau }: z.output<typeof listSchema>,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    return this.page.list(
      principal,
      { group: nhom ?? 'dang-dung', agency: agency ?? '', after: sau ?? null, text: null },
      viewing,
    );
  }

  /** The words may be a caller's, so they are sent, and stand in no address. A part alone when a script asks. */
  @Post('tim')
  @HttpCode(200)
  @NotIdempotent('nothing is written')
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  search(
    @Body(valid(valuesSchema)) values: Values,
    @Headers('x-part') part: string | undefined,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    const text = (values['tim'] ?? '').slice(0, 500);
    if (part !== undefined) return this.page.results(principal, text, viewing);
    return this.page.list(principal, { group: 'tat-ca', agency: '', after: null, text }, viewing);
  }

  /** Loaded again by its address: the words are gone with the page. */
  @Get('tim')
  startAnew(@Res() response: Response): void {
    response.redirect(303, '/kien-thuc');
  }

  @Get('chua-co')
  @Permit('knowledge.edit')
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  gaps(@Context() { principal }: CommandContext, @Viewing() viewing: PageContext): Promise<string> {
    return this.page.gaps(principal, viewing);
  }

  /** Nothing was found: counted, with the phrases the base knows and the kind of matter. */
  @Post('chua-co')
  @Permit('contact.record')
  async missing(
    @Body(valid(valuesSchema)) values: Values,
    @Context() ctx: CommandContext,
    @Res() response: Response,
  ): Promise<void> {
    const use = {
      articleId: null,
      contactId: null,
      enough: false,
      text: (values['tim'] ?? '').slice(0, 500),
      categoryCode: values['categoryCode'] || null,
    };
    await this.base.recordUse(use, ctx);
    response.redirect(303, '/kien-thuc');
  }

  @Get(['moi', ':id/sua'])
  @Permit('knowledge.edit')
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  write(
    @Param(valid(maybeIdSchema)) { id }: z.output<typeof maybeIdSchema>,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    const request = { id: id ?? null, form: EMPTY_FORM, formKey: null, preview: false, problem: null };
    return this.page.write(principal, request, viewing);
  }

  @Post(':id/xem-truoc')
  @Permit('knowledge.edit')
  @HttpCode(200)
  @NotIdempotent('nothing is written: the form comes back')
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  preview(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Body(valid(valuesSchema)) values: Values,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    return this.page.write(
      principal,
      {
        id: id === 'moi' ? null : id,
        form: { values, errors: [] },
        formKey: values['_key'] ?? null,
        preview: true,
        problem: null,
      },
      viewing,
    );
  }

  /** Where a form came back: loaded again by its address it starts anew. */
  @Get([':id/xem-truoc', ':id/luu'])
  @Permit('knowledge.edit')
  again(@Param(valid(idSchema)) { id }: z.output<typeof idSchema>, @Res() response: Response): void {
    response.redirect(303, id === 'moi' ? '/kien-thuc/moi' : `/kien-thuc/${encodeURIComponent(id)}/sua`);
  }

  @Post(':id/luu')
  @Permit('knowledge.edit')
  async save(
    @Param(valid(idSchema)) { id: name }: z.output<typeof idSchema>,
    @Body(valid(valuesSchema)) values: Values,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const id = name === 'moi' ? null : name;
    try {
      const saved = await this.editing.save(await this.form.read(id, values), ctx);
      response.redirect(303, `/kien-thuc/${saved.id}?xong=luu`);
    } catch (error) {
      if (!(error instanceof Problem) || (error.kind !== 'invalid-input' && error.kind !== 'stale-version'))
        throw error;
      const stale = error.kind === 'stale-version';
      const request = {
        id,
        form: { values, errors: error.fields },
        formKey: values['_key'] ?? null,
        preview: false,
        problem: stale ? error.title : null,
      };
      response
        .status(stale ? 409 : 400)
        .type('html')
        .send(await this.page.write(ctx.principal, request, viewing));
    }
  }

  @Get(':id')
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  article(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Query(valid(doneSchema)) { xong }: z.output<typeof doneSchema>,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    const notice: Notice | null = xong === undefined ? null : { tone: 'ok', icon: 'circle-check', text: DONE[xong] };
    return this.page.article(principal, { id, form: EMPTY_FORM, notice }, viewing);
  }

  /** What cannot be done so shows the article as it is now, and why. Who may is decided by the article. */
  @Post(KEEPING.map((step) => `:id/${step}`))
  keep(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Body(valid(valuesSchema)) values: Values,
    @Req() request: Request,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const step = pathEnd(request, KEEPING);
    const seen = { id, version: Number(values['version']) || 0 };
    return this.done(response, { id, step, values }, { principal: ctx.principal, viewing }, () =>
      step === 'duyet'
        ? this.editing.approve(seen, ctx)
        : step === 'rut'
          ? this.editing.withdraw(seen, values['because'] ?? '', ctx)
          : this.editing.reviewed(seen, values['reviewOn'] ?? '', ctx),
    );
  }

  /** A call that ended with this article, or one for which it was not enough. */
  @Post(USING.map((step) => `:id/${step}`))
  @Permit('contact.record')
  use(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Body(valid(valuesSchema)) values: Values,
    @Req() request: Request,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const step = pathEnd(request, USING);
    return this.done(response, { id, step, values }, { principal: ctx.principal, viewing }, async () => {
      await this.base.article(id);
      const enough = step === 'tra-loi';
      const contactId = enough ? await this.contact(id, values, ctx) : null;
      // The contact has used up the key, and is named by the use: said twice, it is counted once.
      const use = { articleId: id, contactId, enough, text: '', categoryCode: null };
      await this.base.recordUse(use, contactId === null ? ctx : { ...ctx, idempotency: null });
    });
  }

  private done(
    response: Response,
    { id, step, values }: { readonly id: string; readonly step: keyof typeof DONE; readonly values: Values },
    { principal, viewing }: { readonly principal: Principal; readonly viewing: PageContext },
    act: () => Promise<unknown>,
  ): Promise<void> {
    return answerForm(
      response,
      async () => {
        await act();
        return `/kien-thuc/${id}?xong=${step}`;
      },
      (problem) => {
        const notice: Notice = { tone: 'soon', icon: 'info', text: problemText(problem) };
        return this.page.article(principal, { id, form: { values, errors: problem.fields }, notice }, viewing);
      },
    );
  }

  private async contact(id: string, values: Values, ctx: CommandContext): Promise<string> {
    const form = operatorContactSchema.safeParse({
      channel: 'phone',
      kind: 'answered',
      phone: values['phone'],
      note: values['note'],
      knowledgeArticleId: id,
      tickets: [],
    });
    if (!form.success) throw Problem.invalid(fieldErrors(form.error));
    const callId = values['callId'] ?? '';
    const { contact, ...rest } = phoneCall(form.data);
    const heardAt = callId === '' ? null : await this.link.heardAt(callId);
    const input = { ...rest, contact: { ...contact, startedAt: heardAt ?? contact.startedAt } };
    const alongside = this.link.alongside(ctx.principal, { callId, moreOf: '' });
    return (await this.contacts.execute(input, ctx, alongside)).contactId;
  }
}
