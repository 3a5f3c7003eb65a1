import { Body, Controller, Get, Header, Post, Query, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Context, Viewing, type CommandContext } from '../../identity/index.js';
import { operatorContactSchema, phoneCall, RecentContacts, RecordContact } from '../../intake/index.js';
import { Problem, type FieldError } from '../../kernel/index.js';
import { fieldErrors, NotIdempotent, Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { Choices } from '../choices.js';
import { inForm, matterField, readCall, withMatter, withoutLastMatter, type CallForm } from './call-form.js';
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
    private readonly recent: RecentContacts,
    private readonly choices: Choices,
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
    const accountId = principal.kind === 'staff' ? principal.accountId : '';
    const tickets = contactId === undefined ? null : await this.recent.receipt(contactId, accountId);
    const saved = tickets === null ? null : this.page.savedLines(tickets);
    return this.page.render(principal, { form: null, errors: [], formKey: null, saved }, viewing);
  }

  @Post()
  async save(
    @Body(valid(formSchema)) values: Values,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const form = readCall(values);
    try {
      const { contactId } = await this.record.execute(
        phoneCall(this.checked(form, values['outcome'] === 'answered')),
        ctx,
      );
      response.redirect(303, `/tong-dai?da-ghi=${contactId}`);
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'invalid-input') throw error;
      const formKey = values['_key'] ?? null;
      const html = await this.page.render(
        ctx.principal,
        { form, errors: error.fields.map(inForm), formKey, saved: null },
        viewing,
      );
      response.status(400).type('html').send(html);
    }
  }

  /** Where a form came back: loaded again by its address, the page starts anew and the words come from the browser. */
  @Get(['them-viec', 'bot-viec'])
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

  /** The form as the phone channel takes it. @throws Problem `invalid-input` under the names of the form's fields. */
  private checked(form: CallForm, answeredAtOnce: boolean) {
    const errors: FieldError[] = [];
    const tickets = form.matters.map((matter, index) => {
      const subjectAgencyCode = matter.subject.trim() === '' ? null : this.choices.agencyCode(matter.subject);
      if (matter.subject.trim() !== '' && subjectAgencyCode === null) {
        errors.push({
          field: matterField(index, 'subject'),
          message: 'Chưa rõ là cơ quan nào. Xin chọn trong danh sách.',
        });
      }
      const { words, categoryCode, ward, placeText } = matter;
      return { words, categoryCode, wardText: ward, placeText, subjectAgencyCode };
    });
    const parsed = operatorContactSchema.safeParse({
      channel: 'phone',
      kind: answeredAtOnce ? 'answered' : null,
      phone: form.phone,
      name: form.name,
      email: form.email,
      anonymous: form.anonymous,
      startedAt: form.startedAt,
      tickets: answeredAtOnce ? [] : tickets,
    });
    if (!parsed.success) errors.push(...fieldErrors(parsed.error));
    if (!parsed.success || errors.length > 0) throw Problem.invalid(errors);
    return parsed.data;
  }
}
