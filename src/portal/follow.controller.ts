import { Body, Controller, Get, Header, Param, Post, Query, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { MetPeople } from '../followers/index.js';
import { Viewing } from '../identity/index.js';
import { PublicLimit } from '../intake/index.js';
import { Problem } from '../kernel/index.js';
import { NotIdempotent, Public, valid } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import { DeadlineChanges } from '../sla-admin/index.js';
import { SurveyLinks } from '../surveys/index.js';
import { TrackingQuery } from '../tickets/index.js';
import { followPage } from './follow-view.js';
import { LookupLimit } from './lookup-limit.js';
import { OWN_DONE } from './own-ticket-view.js';
import { asPrinted } from './typed-code.js';

const typed = z.string().max(60).catch('').default('');
const lookUp = z.object({ code: typed, digits: typed });
const prefilled = z.object({ ma: typed });
const doneQuery = z.object({ xong: z.enum(OWN_DONE).optional().catch(undefined) });
const tokenParam = z.object({ token: z.string().max(100) });

/** Names of the query's fields → ids of the page's. */
const FIELD_IDS: Readonly<Record<string, string>> = { code: 'ma', ending: 'so' };

@Public()
@Controller()
export class FollowController {
  constructor(
    private readonly pages: Pages,
    private readonly texts: Locale,
    private readonly tracking: TrackingQuery,
    private readonly deadlines: DeadlineChanges,
    private readonly surveys: SurveyLinks,
    private readonly met: MetPeople,
  ) {}

  @Get('tra-cuu')
  @Header('content-type', 'text/html; charset=utf-8')
  form(@Query(valid(prefilled)) { ma }: z.infer<typeof prefilled>, @Viewing() page: PageContext): string {
    return this.pages.render('portal/track', { code: ma, digits: '', problem: null, problems: [], errors: {} }, page);
  }

  /** By POST, so that the digits stand in no address, log or history. */
  @Post('tra-cuu')
  @NotIdempotent('nothing is written')
  @UseGuards(PublicLimit, LookupLimit)
  @Header('cache-control', 'no-store')
  async find(
    @Body(valid(lookUp)) { code, digits }: z.infer<typeof lookUp>,
    @Viewing() page: PageContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string | undefined> {
    try {
      response.redirect(303, `/theo-doi/${await this.tracking.byCodeAndPhone(asPrinted(code), lastFour(digits))}`);
      return undefined;
    } catch (error) {
      if (!(error instanceof Problem) || (error.kind !== 'invalid-input' && error.kind !== 'not-found')) throw error;
      const text = (key: string) => this.texts.in(page.language).text(`portal.track.${key}`);
      const unknown = error.kind === 'not-found';
      const problems = unknown
        ? [{ id: 'ma', message: text('no_match') }]
        : error.fields.map(({ field, message }) => ({
            id: FIELD_IDS[field] ?? 'ma',
            message: field === 'code' && code.trim() === '' ? text('code_missing') : message,
          }));
      const errors = unknown ? {} : Object.fromEntries(problems.map(({ id, message }) => [id, message]));
      response.status(unknown ? 404 : 400).type('html');
      return this.pages.render(
        'portal/track',
        { code, digits, problem: text(unknown ? 'no_match_note' : 'fix_note'), problems, errors },
        page,
      );
    }
  }

  @Get('theo-doi/:token')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async follow(
    @Param(valid(tokenParam)) { token }: z.infer<typeof tokenParam>,
    @Query(valid(doneQuery)) { xong }: z.infer<typeof doneQuery>,
    @Viewing() page: PageContext,
  ): Promise<string> {
    const ticket = await this.tracking.byToken(token);
    const moved = await this.deadlines.ofTicket(ticket.id);
    const met = (await this.met.of([ticket.id])).get(ticket.id) ?? 0;
    const own = { token, sent: null, done: xong ?? null, ratePath: this.surveys.pathFor(ticket.id), met };
    return this.pages.render('portal/follow', followPage(ticket, moved, this.texts.in(page.language), own), page);
  }
}

/** Who gives the whole number means its end. */
function lastFour(typed: string): string {
  const digits = typed.replace(/\D/g, '');
  return digits.length >= 9 ? digits.slice(-4) : digits;
}
