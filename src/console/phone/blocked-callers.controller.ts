import { Body, Controller, Get, Header, Param, Post, Query, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Context, Viewing, type CommandContext, type Principal } from '../../identity/index.js';
import { RecentContacts } from '../../intake/index.js';
import { Clock, type FieldError } from '../../kernel/index.js';
import { Permit, valid } from '../../platform/http/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { formatNearVi } from '../../sla/index.js';
import { BlockedCallers } from '../../telephony/index.js';
import { StatusCounts, TicketQueries } from '../../tickets/index.js';
import { answerForm } from '../form-answer.js';
import { field, type FormState } from '../form-field.js';
import { navigation } from '../navigation.js';
import { phoneText } from '../phone-text.js';

const querySchema = z.object({
  xong: z.enum(['chan', 'bo']).optional().catch(undefined),
  luot: z.string().max(40).optional(),
});
const idSchema = z.object({ id: z.string().max(40) });
const formSchema = z.record(z.string(), z.string().max(2_000, 'Nội dung dài quá. Xin viết gọn lại.'));

const DAYS = [1, 7, 30, 90];
/** Calls written down as abuse are offered for so long. */
const OFFERED_MS = 7 * 24 * 3_600_000;

interface Shown {
  readonly done: 'chan' | 'bo' | null;
  readonly form: FormState;
  readonly key: string | null;
  /** Why it could not be done. */
  readonly refused: string | null;
}

/** Numbers that are not put through for a while. */
@Controller('chan-so')
@Permit('call.supervise')
export class BlockedCallersController {
  constructor(
    private readonly blocked: BlockedCallers,
    private readonly contacts: RecentContacts,
    private readonly queries: TicketQueries,
    private readonly counts: StatusCounts,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  /** @param luot the contact whose number is offered: a number has no business in an address. */
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async show(
    @Query(valid(querySchema)) { xong, luot }: z.output<typeof querySchema>,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    const offered = luot === undefined ? undefined : (await this.abuse()).find(({ id }) => id === luot);
    const values = offered === undefined ? {} : { phone: phoneText(offered.phone) };
    return this.render(
      principal,
      { done: xong ?? null, form: { values, errors: [] }, key: null, refused: null },
      viewing,
    );
  }

  @Get(':id/bo')
  @Redirect('/chan-so', 303)
  again(): void {
    // The decorator says it all.
  }

  @Post()
  async block(
    @Body(valid(formSchema)) values: z.output<typeof formSchema>,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    await answerForm(
      response,
      async () => {
        const { phone = '', reason = '', days = '' } = values;
        await this.blocked.block({ phone, reason, days: Number(days) }, ctx);
        return '/chan-so?xong=chan';
      },
      ({ kind, title, fields }) =>
        this.render(
          ctx.principal,
          {
            done: null,
            form: { values, errors: fields },
            key: values['_key'] ?? null,
            refused: kind === 'invalid-input' ? null : title,
          },
          viewing,
        ),
    );
  }

  @Post(':id/bo')
  async lift(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Context() ctx: CommandContext,
    @Res() response: Response,
  ): Promise<void> {
    await this.blocked.lift(id, ctx);
    response.redirect(303, '/chan-so?xong=bo');
  }

  private abuse() {
    return this.contacts.abuse(new Date(this.clock.now().getTime() - OFFERED_MS));
  }

  private async render(principal: Principal, shown: Shown, page: PageContext): Promise<string> {
    const [rows, abuse, counts] = await Promise.all([this.blocked.list(), this.abuse(), this.counts.of(principal)]);
    const now = this.clock.now();
    const { form, done, refused } = shown;
    const chosen = form.values['days'] ?? '7';
    const held = new Set(rows.map(({ phone }) => phone));
    const errors: readonly FieldError[] = form.errors;
    return this.pages.render(
      'console/phone/blocked',
      {
        nav: navigation(principal, { tabs: this.queries.tabs(principal), counts }, '/chan-so'),
        done: done === null ? null : done === 'chan' ? 'Đã chặn số này.' : 'Đã bỏ chặn, số này gọi được ngay.',
        refused,
        errors: errors.length === 0 ? null : errors,
        formKey: shown.key,
        phone: field(form, 'phone', 'Số điện thoại', '', { kind: 'tel' }),
        reason: field(form, 'reason', 'Lý do', '', { hint: 'Người khác đọc được lý do này.' }),
        days: field(form, 'days', 'Chặn trong', '', {
          kind: 'select',
          options: DAYS.map((days) => ({
            value: String(days),
            label: `${String(days)} ngày`,
            selected: String(days) === chosen,
            subject: false,
          })),
        }),
        items: rows.map(({ id, phone, reason, byName, blockedAt, until }) => ({
          id,
          phone: phoneText(phone),
          reason,
          by: byName,
          at: formatNearVi(blockedAt, now),
          until: formatNearVi(until, now),
        })),
        abuse: abuse
          .filter(({ phone }) => !held.has(phone))
          .map(({ id, phone, startedAt, note }) => ({
            href: `/chan-so?luot=${id}#f-phone`,
            phone: phoneText(phone),
            at: formatNearVi(startedAt, now),
            note,
          })),
      },
      page,
    );
  }
}
