import { Body, Controller, Get, Header, Headers, HttpCode, Post, Query, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Context, Viewing, type CommandContext } from '../../identity/index.js';
import {
  operatorContactSchema,
  phoneCall,
  RecentContacts,
  RecordContact,
  RecordKnownMatter,
  RecordStatusCall,
  type ContactKind,
} from '../../intake/index.js';
import { Problem, type FieldError } from '../../kernel/index.js';
import { fieldErrors, NotIdempotent, Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { Choices } from '../choices.js';
import { CallLink } from '../phone/call-link.js';
import { answerForm } from '../form-answer.js';
import {
  inForm,
  isBlank,
  matterField,
  noteOf,
  readCall,
  readOutcome,
  withMatter,
  withoutLastMatter,
  type CallForm,
  type Outcome,
} from './call-form.js';
import { CallsPage } from './calls-page.js';

const querySchema = z.object({ 'da-ghi': z.string().max(40).optional() });
const formSchema = z.record(z.string(), z.string().max(30_000, 'Nội dung dài quá. Xin viết gọn lại.'));

type Values = z.output<typeof formSchema>;

@Controller('tong-dai')
@Permit('contact.record')
export class CallsController {
  constructor(
    private readonly page: CallsPage,
    private readonly record: RecordContact,
    private readonly known: RecordKnownMatter,
    private readonly status: RecordStatusCall,
    private readonly recent: RecentContacts,
    private readonly choices: Choices,
    private readonly link: CallLink,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async show(
    @Query(valid(querySchema)) query: z.output<typeof querySchema>,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    const contactId = query['da-ghi'];
    const saved = contactId === undefined ? null : await this.savedLines(contactId, principal);
    return this.page.render(principal, { form: null, errors: [], formKey: null, saved }, viewing);
  }

  @Post()
  async save(
    @Body(valid(formSchema)) values: Values,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const sent = readCall(values);
    const form = { ...sent, ...(sent.callId === '' ? await this.link.goesOn(ctx.principal, sent.phone) : null) };
    const outcome = readOutcome(values);
    await answerForm(
      response,
      async () => {
        const { contactId } = await this.run(outcome, form, ctx);
        const saved = await this.savedLines(contactId, ctx.principal);
        const about = outcome.kind === 'enquire' || outcome.kind === 'chase';
        if (!about || isBlank(form)) return `/tong-dai?da-ghi=${contactId}`;
        // What was begun about another matter goes on, under a key of its own; of a call it is the same contact.
        const moreOf = form.callId === '' ? '' : contactId;
        const request = { form: { ...form, lookup: '', note: '', moreOf }, errors: [], formKey: null, saved };
        response.type('html').send(await this.page.render(ctx.principal, request, viewing));
        return null;
      },
      ({ kind, title, fields }) => {
        const refused = kind === 'invalid-input' ? null : title;
        const request = { form, errors: fields.map(inForm), formKey: values['_key'] ?? null, saved: null, refused };
        return this.page.render(ctx.principal, request, viewing);
      },
    );
  }

  /** What stands beside the form, for what is typed now: as a part when a script asks, else with the whole form. */
  @Post('xem')
  @HttpCode(200)
  @NotIdempotent('nothing is written: the form comes back')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  look(
    @Body(valid(formSchema)) values: Values,
    @Headers('x-part') part: string | undefined,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    const form = readCall(values);
    return part === undefined
      ? this.again(form, values, principal, viewing)
      : this.page.besideAlone(principal, form, viewing);
  }

  /** Where a form came back: loaded again by its address, the page starts anew and the words come from the browser. */
  @Get(['them-viec', 'bot-viec', 'xem'])
  @Redirect('/tong-dai', 303)
  startAnew(): void {
    // The decorator says it all.
  }

  /** One more matter of the same caller: the form comes back longer, with all that was typed. */
  @Post('them-viec')
  @NotIdempotent('nothing is written: the form comes back')
  @Header('content-type', 'text/html; charset=utf-8')
  add(
    @Body(valid(formSchema)) values: Values,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    return this.again(withMatter(readCall(values)), values, principal, viewing);
  }

  @Post('bot-viec')
  @NotIdempotent('nothing is written: the form comes back')
  @Header('content-type', 'text/html; charset=utf-8')
  remove(
    @Body(valid(formSchema)) values: Values,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    return this.again(withoutLastMatter(readCall(values)), values, principal, viewing);
  }

  private again(
    form: CallForm,
    values: Values,
    principal: CommandContext['principal'],
    viewing: PageContext,
  ): Promise<string> {
    return this.page.render(principal, { form, errors: [], formKey: values['_key'] ?? null, saved: null }, viewing);
  }

  private async savedLines(contactId: string, principal: CommandContext['principal']): Promise<string[] | null> {
    const accountId = principal.kind === 'staff' ? principal.accountId : '';
    const tickets = await this.recent.receipt(contactId, accountId);
    return tickets === null ? null : this.page.savedLines(tickets);
  }

  private async run(outcome: Outcome, form: CallForm, ctx: CommandContext): Promise<{ readonly contactId: string }> {
    const alongside = this.link.alongside(ctx.principal, form);
    // With a call it is known when the caller was first listened to; without, when the writing began.
    const heardAt = form.callId === '' ? null : await this.link.heardAt(form.callId);
    if (outcome.kind === 'enquire' || outcome.kind === 'chase') {
      const { phone, name, email, startedAt, note } = this.checked({ ...form, anonymous: true }, 'status');
      const caller = {
        callerPhone: phone,
        callerName: name,
        callerEmail: email,
        startedAt: heardAt ?? startedAt,
        note,
      };
      return this.status.execute({ ticketId: outcome.ticketId, asks: outcome.kind, caller }, ctx, alongside);
    }
    const opens = outcome.kind === 'save' || outcome.kind === 'join';
    const ended = opens ? form : { ...form, note: noteOf(form) };
    const { contact, ...rest } = phoneCall(this.checked(ended, opens ? null : outcome.kind));
    const input = { ...rest, contact: { ...contact, startedAt: heardAt ?? contact.startedAt } };
    return outcome.kind === 'join'
      ? this.known.execute(input, outcome, ctx, alongside)
      : this.record.execute(input, ctx, alongside);
  }

  /** The form as the phone channel takes it. @throws Problem `invalid-input` under the names of the form's fields. */
  private checked(form: CallForm, kind: ContactKind | null) {
    const errors: FieldError[] = [];
    const tickets = form.matters.map((matter, index) => {
      const subjectAgencyCode = matter.subject.trim() === '' ? null : this.choices.agencyCode(matter.subject);
      if (matter.subject.trim() !== '' && subjectAgencyCode === null) {
        errors.push({
          field: matterField(index, 'subject'),
          message: 'Chưa rõ là cơ quan nào. Xin chọn trong danh sách.',
        });
      }
      const { words, categoryCode, ward, placeText, boundary } = matter;
      return { words, categoryCode, wardText: ward, placeText, subjectAgencyCode, boundary };
    });
    const parsed = operatorContactSchema.safeParse({
      channel: 'phone',
      kind,
      phone: form.phone,
      name: form.name,
      email: form.email,
      anonymous: form.anonymous,
      startedAt: form.startedAt,
      note: form.note,
      knowledgeArticleId: kind === 'answered' ? form.knowledgeArticleId : '',
      tickets: kind === null ? tickets : [],
    });
    if (!parsed.success) errors.push(...fieldErrors(parsed.error));
    if (!parsed.success || errors.length > 0) throw Problem.invalid(errors);
    return parsed.data;
  }
}
