import { Body, Controller, Get, Header, Headers, Param, Post, Query, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Context, Viewing, type CommandContext } from '../../identity/index.js';
import { BARE_KINDS, RecordContact } from '../../intake/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { NotIdempotent, Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { CallQueries, OperatorStates } from '../../telephony/index.js';
import { readCall } from '../calls/call-form.js';
import { CallsPage } from '../calls/calls-page.js';
import { answerForm } from '../form-answer.js';
import { phoneText } from '../phone-text.js';
import { CallLink } from './call-link.js';
import { CHOSEN_STATES } from './phone-model.js';

const stateSchema = z.object({
  state: z.enum(CHOSEN_STATES, 'Không có trạng thái này.'),
  next: z.string().max(200).optional(),
});
const outcomeSchema = z.object({ id: z.string().max(40), kind: z.enum(BARE_KINDS, 'Không có kết quả này.') });
const idSchema = z.object({ id: z.string().max(40) });
const partsSchema = z.object({ trong: z.string().max(4).optional() });
const formSchema = z.record(z.string(), z.string().max(30_000, 'Nội dung dài quá. Xin viết gọn lại.'));

type Values = z.output<typeof formSchema>;

/** The telephone on the operator's page. */
@Controller('tong-dai')
@Permit('contact.record')
export class PhoneController {
  constructor(
    private readonly page: CallsPage,
    private readonly calls: CallQueries,
    private readonly states: OperatorStates,
    private readonly record: RecordContact,
    private readonly link: CallLink,
    private readonly clock: Clock,
  ) {}

  /** The parts of the page that follow the calls. @param trong `1`: nothing is typed yet. */
  @Get('dien-thoai')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  parts(
    @Query(valid(partsSchema)) { trong }: z.output<typeof partsSchema>,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    return this.page.phoneParts(principal, trong === '1', viewing);
  }

  @Post('trang-thai')
  @NotIdempotent('a state is set, and setting it again changes nothing')
  async setState(
    @Body(valid(stateSchema)) { state, next = '' }: z.output<typeof stateSchema>,
    @Context() { principal }: CommandContext,
    @Res() response: Response,
  ): Promise<void> {
    if (principal.kind === 'staff') await this.states.set(principal.accountId, state, this.clock.now());
    // Back to the page it was pressed on, and never to another host.
    response.redirect(303, /^\/(?!\/)[\w\-/]*$/.test(next) ? next : '/tong-dai');
  }

  /** The form goes on as the one of a call that was not written down yet. */
  @Post('cuoc-goi/:id/ghi')
  @NotIdempotent('nothing is written: the form comes back')
  @Header('content-type', 'text/html; charset=utf-8')
  async write(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Body(valid(formSchema)) values: Values,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    const call = await this.ownCall(id, principal);
    const form = readCall(values);
    const phone = form.phone.trim() === '' && call.numberKind === 'phone' ? phoneText(call.number ?? '') : form.phone;
    const request = { form: { ...form, callId: id, phone }, errors: [], formKey: values['_key'] ?? null, saved: null };
    return this.page.render(principal, request, viewing);
  }

  /** Where a form came back: loaded again by its address, the page starts anew. */
  @Get('cuoc-goi/:id/:step')
  @Redirect('/tong-dai', 303)
  startAnew(): void {
    // The decorator says it all.
  }

  /** What a call was that nothing else came of. The form beside it is not touched. */
  @Post('cuoc-goi/:id/:kind')
  async outcome(
    @Param(valid(outcomeSchema)) { id, kind }: z.output<typeof outcomeSchema>,
    @Body(valid(formSchema)) values: Values,
    @Headers('x-part') part: string | undefined,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const form = readCall(values);
    const { principal } = ctx;
    await answerForm(
      response,
      async () => {
        await this.end(id, kind, ctx);
        if (part !== undefined) response.status(204).end();
        else {
          const request = { form, errors: [], formKey: null, saved: ['Đã ghi lượt liên hệ, không lập phiếu.'] };
          response.type('html').send(await this.page.render(principal, request, viewing));
        }
        return null;
      },
      ({ title }) =>
        this.page.render(
          principal,
          { form, errors: [], formKey: values['_key'] ?? null, saved: null, refused: title },
          viewing,
        ),
    );
  }

  private async end(id: string, kind: (typeof BARE_KINDS)[number], ctx: CommandContext): Promise<void> {
    const call = await this.ownCall(id, ctx.principal);
    const contact = {
      channel: 'phone' as const,
      externalId: null,
      kind,
      callerName: null,
      callerPhone: call.numberKind === 'phone' ? call.number : null,
      callerEmail: null,
      onBehalfOf: null,
      startedAt: call.answeredAt ?? call.startedAt,
      endedAt: call.endedAt,
      note: null,
    };
    const alongside = this.link.alongside(ctx.principal, { callId: id, moreOf: '' });
    await this.record.execute({ contact, tickets: [], missingSubject: 'queue' }, ctx, alongside);
  }

  /** @throws Problem `not-found` for somebody else's. */
  private async ownCall(id: string, principal: CommandContext['principal']) {
    const call = await this.calls.find(principal, id);
    const own =
      call !== null &&
      principal.kind === 'staff' &&
      (call.operator?.accountId === principal.accountId || call.holderAccountId === principal.accountId);
    if (!own) throw Problem.notFound('Không tìm thấy cuộc gọi này.');
    return call;
  }
}
