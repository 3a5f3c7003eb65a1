import { Body, Controller, Get, Header, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Context, Viewing, type CommandContext } from '../identity/index.js';
import { PublicLimit } from '../intake/index.js';
import { Problem } from '../kernel/index.js';
import { Public, valid } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import { ReopenTicket, TrackingLinks, TrackingQuery, WithdrawTicket } from '../tickets/index.js';
import { NOTHING_SENT, reopenPage, withdrawPage, type Sent } from './ending-view.js';
import { asReporter, sentBack } from './ending-context.js';

const tokenParam = z.object({ token: z.string().max(100) });
const wordsBody = z.object({ words: z.string().max(30_000).catch('').default('') });

/** Taking a report back, and having it looked at again. */
const ENDINGS = ['rut', 'xem-lai'] as const;
type Ending = (typeof ENDINGS)[number];
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

  @Get([...ENDINGS])
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async ask(
    @Param(valid(tokenParam)) { token }: TokenParam,
    @Req() request: Request,
    @Viewing() page: PageContext,
  ): Promise<string> {
    return this.html(endingOf(request), { token, sent: NOTHING_SENT }, page);
  }

  @Post([...ENDINGS])
  @UseGuards(PublicLimit)
  async act(
    @Param(valid(tokenParam)) { token }: TokenParam,
    @Body(valid(wordsBody)) { words }: z.infer<typeof wordsBody>,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const ending = endingOf(request);
    const command = ending === 'rut' ? this.withdraw : this.reopen;
    const ticketId = this.idOf(token);
    try {
      await command.execute({ ticketId, version: null, words }, asReporter(ctx, ticketId));
      response.redirect(303, `/theo-doi/${token}`);
    } catch (error) {
      const sent = sentBack(error, { words }, ctx, response);
      response.send(await this.html(ending, { token, sent }, page));
    }
  }

  private idOf(token: string): string {
    const ticketId = this.links.ticketIdOf(token);
    if (ticketId === null) throw Problem.notFound('Không tìm thấy phiếu này.');
    return ticketId;
  }

  private async html(
    ending: Ending,
    { token, sent }: { readonly token: string; readonly sent: Sent },
    page: PageContext,
  ): Promise<string> {
    const ticket = await this.tracking.byToken(token);
    const model = (ending === 'rut' ? withdrawPage : reopenPage)(ticket, token, sent, this.texts.in(page.language));
    return this.pages.render(ending === 'rut' ? 'portal/withdraw' : 'portal/reopen', model, page);
  }
}

/** The last piece of the address. */
function endingOf({ path }: Request): Ending {
  return ENDINGS.find((ending) => path.toLowerCase().endsWith(`/${ending}`)) ?? 'xem-lai';
}
