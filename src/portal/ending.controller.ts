import { Body, Controller, Get, Header, Param, Post, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Context, Viewing, type CommandContext } from '../identity/index.js';
import { PublicLimit } from '../intake/index.js';
import { Problem } from '../kernel/index.js';
import { Public, valid } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import { ReopenTicket, TrackingLinks, TrackingQuery, WithdrawTicket, type TrackingView } from '../tickets/index.js';
import { NOTHING_SENT, reopenPage, withdrawPage, type Sent } from './ending-view.js';
import { asReporter, sentBack } from './ending-context.js';

const tokenParam = z.object({ token: z.string().max(100) });
const wordsBody = z.object({ words: z.string().max(30_000).catch('').default('') });

type TokenParam = z.infer<typeof tokenParam>;

/** Taking a report back, and having one looked at again, by the secret link. Nothing here needs a script. */
@Public()
@Controller('theo-doi/:token')
export class EndingController {
  constructor(
    private readonly pages: Pages,
    private readonly texts: Locale,
    private readonly tracking: TrackingQuery,
    private readonly links: TrackingLinks,
    private readonly withdraw: WithdrawTicket,
    private readonly reopen: ReopenTicket,
  ) {}

  @Get('rut')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async askWithdraw(@Param(valid(tokenParam)) { token }: TokenParam, @Viewing() page: PageContext): Promise<string> {
    return this.withdrawHtml(await this.tracking.byToken(token), token, NOTHING_SENT, page);
  }

  @Post('rut')
  @UseGuards(PublicLimit)
  async takeBack(
    @Param(valid(tokenParam)) { token }: TokenParam,
    @Body(valid(wordsBody)) { words }: z.infer<typeof wordsBody>,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const ticketId = this.idOf(token);
    try {
      await this.withdraw.execute({ ticketId, version: null, words }, asReporter(ctx, ticketId));
      response.redirect(303, `/theo-doi/${token}`);
    } catch (error) {
      const sent = sentBack(error, { words }, ctx, response);
      response.send(this.withdrawHtml(await this.tracking.byToken(token), token, sent, page));
    }
  }

  @Get('xem-lai')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async askReopen(@Param(valid(tokenParam)) { token }: TokenParam, @Viewing() page: PageContext): Promise<string> {
    return this.reopenHtml(await this.tracking.byToken(token), token, NOTHING_SENT, page);
  }

  @Post('xem-lai')
  @UseGuards(PublicLimit)
  async lookAgain(
    @Param(valid(tokenParam)) { token }: TokenParam,
    @Body(valid(wordsBody)) { words }: z.infer<typeof wordsBody>,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const ticketId = this.idOf(token);
    try {
      await this.reopen.execute({ ticketId, version: null, words }, asReporter(ctx, ticketId));
      response.redirect(303, `/theo-doi/${token}`);
    } catch (error) {
      const sent = sentBack(error, { words }, ctx, response);
      response.send(this.reopenHtml(await this.tracking.byToken(token), token, sent, page));
    }
  }

  private idOf(token: string): string {
    const ticketId = this.links.ticketIdOf(token);
    if (ticketId === null) throw Problem.notFound('Không tìm thấy phiếu này.');
    return ticketId;
  }

  private withdrawHtml(ticket: TrackingView, token: string, sent: Sent, page: PageContext): string {
    return this.pages.render('portal/withdraw', withdrawPage(ticket, token, sent, this.texts), page);
  }

  private reopenHtml(ticket: TrackingView, token: string, sent: Sent, page: PageContext): string {
    return this.pages.render('portal/reopen', reopenPage(ticket, token, sent, this.texts), page);
  }
}
