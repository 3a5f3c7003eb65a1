import { Body, Controller, Get, Header, Param, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Context, Viewing, type CommandContext } from '../../identity/index.js';
import { operatorContactSchema, RecordIncidentCall } from '../../intake/index.js';
import { Problem, type FieldError } from '../../kernel/index.js';
import { fieldErrors, Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { ManageIncident } from '../../tickets/index.js';
import { Choices } from '../choices.js';
import { answerForm } from '../form-answer.js';
import { typedMoment, typedWards } from '../incident-words.js';
import { CallLink } from '../phone/call-link.js';
import { PhoneModel } from '../phone/phone-model.js';
import { INCIDENT_STEPS, IncidentsPage, NO_FORM, type IncidentStep } from './incidents-page.js';

const idSchema = z.object({ id: z.string().max(40) });
const stepSchema = z.object({ id: z.string().max(40), step: z.enum(INCIDENT_STEPS) });
const querySchema = z.object({
  xong: z.enum(INCIDENT_STEPS).optional().catch(undefined),
  ma: z.string().max(20).optional(),
});
const formSchema = z.record(z.string(), z.string().max(30_000, 'Nội dung dài quá. Xin viết gọn lại.'));

type Values = z.output<typeof formSchema>;

/** Incidents as the centre works with them. */
@Controller('su-co')
@Permit('contact.record')
export class IncidentsController {
  constructor(
    private readonly page: IncidentsPage,
    private readonly record: RecordIncidentCall,
    private readonly manage: ManageIncident,
    private readonly choices: Choices,
    private readonly phone: PhoneModel,
    private readonly link: CallLink,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  all(@Context() { principal }: CommandContext, @Viewing() viewing: PageContext): Promise<string> {
    return this.page.render(principal, { ticketId: null, done: null, form: NO_FORM, problem: null }, viewing);
  }

  @Get(':id')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  one(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Query(valid(querySchema)) { xong, ma }: z.output<typeof querySchema>,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    const done = xong === undefined ? null : { step: xong, code: ma ?? null };
    return this.page.render(principal, { ticketId: id, done, form: NO_FORM, problem: null }, viewing);
  }

  /** Where a form came back: loaded again by its address, the page starts anew. */
  @Get(':id/:step')
  again(@Param(valid(stepSchema)) { id }: z.output<typeof stepSchema>, @Res() response: Response): void {
    response.redirect(303, `/su-co/${id}`);
  }

  @Post(':id/:step')
  async act(
    @Param(valid(stepSchema)) { id, step }: z.output<typeof stepSchema>,
    @Body(valid(formSchema)) values: Values,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    await answerForm(
      response,
      async () => {
        const code = await this.run(step, id, values, ctx);
        const query = new URLSearchParams({ xong: step, ...(code === null ? {} : { ma: code }) });
        return `/su-co/${id}?${query.toString()}`;
      },
      ({ kind, title, fields }) => {
        const errors = fields.map((field) => inForm(step, field));
        const form = { values, errors, step, key: values['_key'] ?? null };
        const problem = kind === 'invalid-input' ? null : title;
        return this.page.render(ctx.principal, { ticketId: id, done: null, form, problem }, viewing);
      },
    );
  }

  /** @returns the code of a caller's ticket; null for everything else. */
  private async run(step: IncidentStep, ticketId: string, values: Values, ctx: CommandContext): Promise<string | null> {
    const reference = { ticketId, version: Number(values['version']) || 0 };
    if (step === 'them') {
      const call = (await this.phone.desk(ctx.principal))?.active;
      // Who is on the line while the form is sent has told it.
      const own = call?.state === 'ringing' ? null : call;
      const alongside = this.link.alongside(ctx.principal, { callId: own?.id ?? '', moreOf: '' });
      const { tickets } = await this.record.execute({ incidentId: ticketId, ...callOf(values) }, ctx, alongside);
      return tickets[0]?.code ?? null;
    }
    if (step === 'ket-thuc') {
      await this.manage.end(reference, ctx);
      return null;
    }
    await this.manage.update(
      {
        ...reference,
        name: values['incidentName'] ?? '',
        script: values['script'] ?? '',
        wardCodes: typedWards(values['wards'] ?? '', this.choices),
        expectedEndAt: typedMoment(values['expectedEndAt'] ?? ''),
        broadcast: values['broadcast'] === 'yes',
      },
      ctx,
    );
    return null;
  }
}

/** The caller as the phone channel takes one. @throws Problem `invalid-input`. */
function callOf(values: Values) {
  const said = values['words']?.trim() ?? '';
  const parsed = operatorContactSchema.safeParse({
    channel: 'phone',
    phone: values['phone'],
    name: values['name'],
    email: values['email'],
    anonymous: values['anonymous'] === 'yes',
    // What is known already needs no words of its own.
    tickets: [{ words: said === '' ? 'Báo cùng sự cố.' : said, placeText: values['placeText'] }],
  });
  if (!parsed.success) throw Problem.invalid(fieldErrors(parsed.error));
  const { phone, name, email, anonymous, tickets } = parsed.data;
  const placeText = tickets[0]?.placeText ?? null;
  return { phone, name, email, anonymous, wardCode: null, placeText, words: said === '' ? null : said };
}

/** A caller's name and an incident's are two fields of one page. */
const FIELDS: Readonly<Record<IncidentStep, Readonly<Record<string, string>>>> = {
  them: {
    'tickets.0.words': 'words',
    'tickets.0.placeText': 'placeText',
    'contact.callerName': 'name',
    'contact.callerEmail': 'email',
  },
  'cap-nhat': { name: 'incidentName' },
  'ket-thuc': {},
};

function inForm(step: IncidentStep, { field, message }: FieldError): FieldError {
  return { field: FIELDS[step][field] ?? field, message };
}
