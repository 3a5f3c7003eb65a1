import { Body, Controller, Get, Header, Param, Post, Query, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { typedInstant } from '../../escalation/index.js';
import { Context, Viewing, type CommandContext } from '../../identity/index.js';
import { Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { daysAfter, HandOver, isDay, OperatorShifts } from '../../supervision/index.js';
import type { FieldError } from '../../kernel/index.js';
import { answerForm } from '../form-answer.js';
import { NOTHING_SENT, SHIFTS_DONE, ShiftsPage } from './shifts-page.js';

const querySchema = z.object({
  tuan: z.string().max(20).optional().catch(undefined),
  xong: z.enum(SHIFTS_DONE).optional().catch(undefined),
});
const idSchema = z.object({ id: z.string().max(40) });
const one = z.string().max(20_000, 'Nội dung dài quá. Xin viết gọn lại.');
const valuesSchema = z.record(z.string(), z.union([one, z.array(one).max(200, 'Nhiều người quá.')]));
type Values = z.output<typeof valuesSchema>;

/** Shifts of operators, and what one hands over to the next. */
@Controller('ca-truc')
@Permit('shift.read')
export class ShiftsController {
  constructor(
    private readonly page: ShiftsPage,
    private readonly shifts: OperatorShifts,
    private readonly handOver: HandOver,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  show(
    @Query(valid(querySchema)) { tuan, xong }: z.output<typeof querySchema>,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    return this.page.render(principal, { ...NOTHING_SENT, day: tuan ?? null, done: xong ?? null }, viewing);
  }

  @Post()
  @Permit('call.supervise')
  add(
    @Body(valid(valuesSchema)) body: Values,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const values = textsOf(body);
    const people = [body['people'] ?? []].flat();
    const { fromAt, toAt } = timesOf(values);
    return answerForm(
      response,
      async () => {
        const { name = '', leader = '' } = values;
        await this.shifts.add({ name, fromAt, toAt, people, leaderAccountId: leader === '' ? null : leader }, ctx);
        return `/ca-truc?tuan=${encodeURIComponent(values['fromDay'] ?? '')}&xong=them`;
      },
      ({ title, fields }) =>
        this.page.render(
          ctx.principal,
          {
            ...NOTHING_SENT,
            day: values['week'] ?? null,
            sent: 'shift',
            // Whoever is on another shift then: said where the people are ticked, far below the page's head.
            form: { values, errors: fields.length > 0 ? fields.map(inForm) : [{ field: 'people', message: title }] },
            ticked: people,
            formKey: values['_key'] ?? null,
            problem: null,
          },
          viewing,
        ),
    );
  }

  /** Who may is decided by the note's shift: its leader, and who watches over the calls. */
  @Post('ban-giao')
  write(
    @Body(valid(valuesSchema)) body: Values,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const values = textsOf(body);
    return answerForm(
      response,
      async () => {
        await this.handOver.write(values['text'] ?? '', ctx);
        return '/ca-truc?xong=ghi#ban-giao';
      },
      ({ title, fields }) =>
        this.page.render(
          ctx.principal,
          {
            ...NOTHING_SENT,
            day: null,
            sent: 'note',
            form: { values, errors: fields },
            formKey: values['_key'] ?? null,
            problem: fields.length > 0 ? null : title,
          },
          viewing,
        ),
    );
  }

  /** Where a form came back: loaded again by its address it starts anew. */
  @Get('ban-giao')
  @Redirect('/ca-truc', 303)
  startAnew(): void {
    // The decorator says it all.
  }

  @Post('ban-giao/:id/da-doc')
  async read(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Body(valid(valuesSchema)) body: Values,
    @Context() ctx: CommandContext,
    @Res() response: Response,
  ): Promise<void> {
    await this.handOver.acknowledge(id, ctx);
    response.redirect(303, body['back'] === 'tong-dai' ? '/tong-dai' : '/ca-truc?xong=doc');
  }

  @Post(':id/bo')
  @Permit('call.supervise')
  async cancel(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Body(valid(valuesSchema)) body: Values,
    @Context() ctx: CommandContext,
    @Res() response: Response,
  ): Promise<void> {
    await this.shifts.cancel(id, ctx);
    const week = textsOf(body)['week'] ?? '';
    response.redirect(303, `/ca-truc?${isDay(week) ? `tuan=${week}&` : ''}xong=bo`);
  }
}

function textsOf(values: Values): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
  );
}

/** A shift that ends earlier in the day than it begins ends on the next one. */
function timesOf(values: Readonly<Record<string, string>>): { fromAt: Date | null; toAt: Date | null } {
  const { fromDay = '', fromTime = '', toTime = '' } = values;
  const fromAt = typedInstant(fromDay, fromTime);
  const toAt = typedInstant(fromDay, toTime);
  if (fromAt === null || toAt === null || toAt > fromAt || !isDay(fromDay)) return { fromAt, toAt };
  return { fromAt, toAt: typedInstant(daysAfter(fromDay, 1), toTime) };
}

const FORM_FIELDS: Readonly<Record<string, string>> = { fromAt: 'fromTime', toAt: 'toTime' };

function inForm({ field, message }: FieldError): FieldError {
  return { field: FORM_FIELDS[field] ?? field, message };
}
