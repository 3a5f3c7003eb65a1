import { Body, Controller, Get, Header, Param, Post, Query, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Context, Viewing, type CommandContext } from '../identity/index.js';
import { PublicLimit } from '../intake/index.js';
import { Public, valid } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import { Surveys } from '../surveys/index.js';
import { ReopenTicket, TrackingLinks, TrackingQuery } from '../tickets/index.js';
import { asReporter, sentBack } from './ending-context.js';
import { NOTHING_SENT, ratePage, type Sent } from './ending-view.js';

const tokenParam = z.object({ token: z.string().max(100) });
const doneQuery = z.object({ xong: z.enum(['1', 'xem-lai']).optional().catch(undefined) });
const rateBody = z.object({
  score: z.string().max(20).catch('').default(''),
  reason: z.string().max(30_000).catch('').default(''),
});
const wordsBody = z.object({ words: z.string().max(30_000).catch('').default('') });

type TokenParam = z.infer<typeof tokenParam>;

/** The survey, behind a link of its own in the mail of the answer. Nothing here needs a script. */
@Public()
@Controller('danh-gia/:token')
export class RateController {
  constructor(
    private readonly pages: Pages,
    private readonly texts: Locale,
    private readonly surveys: Surveys,
    private readonly tracking: TrackingQuery,
    private readonly links: TrackingLinks,
    private readonly reopen: ReopenTicket,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  show(
    @Param(valid(tokenParam)) { token }: TokenParam,
    @Query(valid(doneQuery)) { xong }: z.infer<typeof doneQuery>,
    @Viewing() page: PageContext,
  ): Promise<string> {
    return this.html(token, { done: xong === undefined ? null : xong === '1' ? 'rated' : 'reopened' }, page);
  }

  @Post()
  @UseGuards(PublicLimit)
  async rate(
    @Param(valid(tokenParam)) { token }: TokenParam,
    @Body(valid(rateBody)) body: z.infer<typeof rateBody>,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const { ticketId } = await this.surveys.byToken(token);
    try {
      await this.surveys.rate(token, body, asReporter(ctx, ticketId));
      response.redirect(303, `/danh-gia/${token}?xong=1`);
    } catch (error) {
      const sent = sentBack(error, body, ctx, response);
      response.send(await this.html(token, { sent }, page));
    }
  }

  /** Whoever is not satisfied has the answer looked at again, one level up. */
  @Post('xem-lai')
  @UseGuards(PublicLimit)
  async lookAgain(
    @Param(valid(tokenParam)) { token }: TokenParam,
    @Body(valid(wordsBody)) { words }: z.infer<typeof wordsBody>,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const { ticketId } = await this.surveys.byToken(token);
    try {
      await this.reopen.execute({ ticketId, version: null, words }, asReporter(ctx, ticketId));
      response.redirect(303, `/danh-gia/${token}?xong=xem-lai`);
    } catch (error) {
      const again = sentBack(error, { words }, ctx, response);
      response.send(await this.html(token, { again }, page));
    }
  }

  /** Where a form came back, loaded again by its address. */
  @Get('xem-lai')
  back(@Param(valid(tokenParam)) { token }: TokenParam, @Res() response: Response): void {
    response.redirect(303, `/danh-gia/${encodeURIComponent(token)}`);
  }

  private async html(
    token: string,
    state: { readonly sent?: Sent; readonly again?: Sent; readonly done?: 'rated' | 'reopened' | null },
    page: PageContext,
  ): Promise<string> {
    const survey = await this.surveys.byToken(token);
    const ticket = await this.tracking.byToken(this.links.tokenFor(survey.ticketId));
    const model = ratePage(
      survey,
      {
        token,
        sent: state.sent ?? NOTHING_SENT,
        again: state.again ?? NOTHING_SENT,
        done: state.done ?? null,
        ticket,
      },
      this.texts.in(page.language),
    );
    return this.pages.render('portal/rate', model, page);
  }
}
