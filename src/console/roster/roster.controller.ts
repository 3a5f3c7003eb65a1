import { Body, Controller, Get, Header, Param, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Roster, typedInstant } from '../../escalation/index.js';
import { Context, Viewing, type CommandContext } from '../../identity/index.js';
import type { FieldError } from '../../kernel/index.js';
import { Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { answerForm } from '../form-answer.js';
import { EMPTY_FORM } from '../form-field.js';
import { dayAfter, RosterPage } from './roster-page.js';

const day = z
  .string()
  .regex(/^20\d\d-\d\d-\d\d$/)
  .refine((text) => !Number.isNaN(Date.parse(text)) && dayAfter(text, 0) === text);
// A week that is none shows this one; nobody types one.
const querySchema = z.object({
  'don-vi': z.string().max(200).optional(),
  tuan: day.optional().catch(undefined),
  xong: z.string().max(20).optional(),
});
const shiftSchema = z.object({ id: z.string().max(40) });
const formSchema = z.record(z.string(), z.string().max(200, 'Nội dung dài quá. Xin viết gọn lại.'));

type RosterQuery = z.output<typeof querySchema>;

const DONE: Readonly<Record<string, 'add' | 'cancel'>> = { them: 'add', bo: 'cancel' };

/** The roster of people on call, by week. */
@Controller('truc')
@Permit('roster.edit')
export class RosterController {
  constructor(
    private readonly page: RosterPage,
    private readonly roster: Roster,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  show(
    @Query(valid(querySchema)) query: RosterQuery,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    const place = this.page.agencyOf(principal, query['don-vi'] ?? null);
    const done = query.xong === undefined ? null : (DONE[query.xong] ?? null);
    return this.page.render(
      principal,
      { ...place, day: query.tuan ?? null, done, form: EMPTY_FORM, formKey: null },
      viewing,
    );
  }

  @Post()
  async add(
    @Body(valid(formSchema)) values: Readonly<Record<string, string>>,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const agencyCode = values['agencyCode'] ?? '';
    const week = day.safeParse(values['week']).data ?? null;
    await answerForm(
      response,
      async () => {
        await this.roster.add(
          {
            agencyCode,
            accountId: values['accountId'] ?? '',
            phone: values['phone'] ?? '',
            fromAt: typedInstant(values['fromDay'] ?? '', values['fromTime'] ?? ''),
            toAt: typedInstant(values['toDay'] ?? '', values['toTime'] ?? ''),
          },
          ctx,
        );
        // The week in which the new shift can be seen.
        return addressOf(agencyCode, day.safeParse(values['fromDay']).data ?? week, 'them');
      },
      ({ fields }) => {
        const form = { values, errors: fields.map(inForm) };
        const formKey = values['_key'] ?? null;
        const back = { agencyCode, unknownAgency: null, day: week, done: null, form, formKey };
        return this.page.render(ctx.principal, back, viewing);
      },
    );
  }

  @Post(':id/bo')
  async cancel(
    @Param(valid(shiftSchema)) { id }: z.output<typeof shiftSchema>,
    @Body(valid(formSchema)) values: Readonly<Record<string, string>>,
    @Context() ctx: CommandContext,
    @Res() response: Response,
  ): Promise<void> {
    const { agencyCode } = await this.roster.cancel(id, ctx);
    response.redirect(303, addressOf(agencyCode, day.safeParse(values['week']).data ?? null, 'bo'));
  }
}

function addressOf(agencyCode: string, week: string | null, done: string): string {
  const query = new URLSearchParams({ 'don-vi': agencyCode, ...(week === null ? {} : { tuan: week }), xong: done });
  return `/truc?${query.toString()}`;
}

const FORM_FIELDS: Readonly<Record<string, string>> = { fromAt: 'fromDay', toAt: 'toDay' };

function inForm({ field, message }: FieldError): FieldError {
  return { field: FORM_FIELDS[field] ?? field, message };
}
