import { Body, Controller, Get, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Attachments } from '../attachments/index.js';
import { Followers, MetPeople } from '../followers/index.js';
import { Context, Viewing, type CommandContext } from '../identity/index.js';
import { PublicLimit } from '../intake/index.js';
import { Problem, type ProblemKind } from '../kernel/index.js';
import { Public, valid, type Language } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import { DeadlineChanges } from '../sla-admin/index.js';
import { SurveyLinks } from '../surveys/index.js';
import { AddFacts, ChaseTicket, EnquireTicket, RecordReply, TrackingLinks, TrackingQuery } from '../tickets/index.js';
import { asReporter } from './ending-context.js';
import { emailIn } from './typed-email.js';
import { followPage } from './follow-view.js';
import { OwnLinkGuard } from './own-link.guard.js';
import { OWN_STEPS, type OwnDone, type OwnStep } from './own-ticket-view.js';
import { SentPhotos } from './sent-photos.js';

const tokenParam = z.object({ token: z.string().max(100) });
const stepName = z.enum(OWN_STEPS);
const photoParam = z.object({ token: z.string().max(100), id: z.string().max(40) });
const formBody = z.object({ text: z.string().max(30_000).catch('').default('') });

/** These bring the form back with what was typed. */
const COMES_BACK = new Set<ProblemKind>(['invalid-input', 'stale-version', 'conflict']);

/** Several changes at one instant: the citizen need not know. */
const TRIES = 3;

/** What somebody sends from the page. */
interface Said {
  readonly ticketId: string;
  readonly text: string;
  readonly uploads: readonly string[];
  readonly language: Language;
}

/** What the reporter does on the page behind the secret link. Nothing needs a script. */
@Public()
@Controller('theo-doi/:token')
export class OwnTicketController {
  constructor(
    private readonly pages: Pages,
    private readonly texts: Locale,
    private readonly tracking: TrackingQuery,
    private readonly links: TrackingLinks,
    private readonly deadlines: DeadlineChanges,
    private readonly attachments: Attachments,
    private readonly reply: RecordReply,
    private readonly addFacts: AddFacts,
    private readonly chase: ChaseTicket,
    private readonly enquire: EnquireTicket,
    private readonly surveys: SurveyLinks,
    private readonly sentPhotos: SentPhotos,
    private readonly followers: Followers,
    private readonly met: MetPeople,
  ) {}

  /** A photo of one's own. */
  @Get('anh/:id')
  async photo(
    @Param(valid(photoParam)) { token, id }: z.infer<typeof photoParam>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const row = await this.tracking.ownPhoto(token, id);
    await this.attachments.send(row, { request, response });
  }

  /** Where a form came back: loaded again by its address, that is the ticket. */
  @Get([...OWN_STEPS])
  open(@Param(valid(tokenParam)) { token }: z.infer<typeof tokenParam>, @Res() response: Response): void {
    response.redirect(303, `/theo-doi/${encodeURIComponent(token)}`);
  }

  @Post([...OWN_STEPS])
  @UseGuards(PublicLimit, OwnLinkGuard)
  async act(
    @Param(valid(tokenParam)) { token }: z.infer<typeof tokenParam>,
    @Body(valid(formBody)) { text }: z.infer<typeof formBody>,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const step = stepName.parse(request.path.split('/').at(-1)?.toLowerCase());
    const ticketId = this.links.ticketIdOf(token);
    if (ticketId === null) throw Problem.notFound('Không tìm thấy phiếu này.');
    const { ids, error: wrongPhotos } = await this.sentPhotos.of(request, request.body);
    try {
      if (wrongPhotos !== null) throw Problem.invalid([{ field: 'photos', message: wrongPhotos }]);
      const said = { ticketId, text, uploads: ids, language: page.language ?? 'vi' };
      const done = await this.send(step, said, asReporter(ctx, ticketId));
      response.redirect(303, `/theo-doi/${token}?xong=${done}`);
    } catch (error) {
      if (!(error instanceof Problem) || !COMES_BACK.has(error.kind)) throw error;
      const errors = error.kind === 'invalid-input' ? error.fields : [{ field: 'text', message: error.title }];
      const kept = await this.sentPhotos.kept(ids);
      const sent = { step, text, errors, key: ctx.idempotency?.key ?? null, photos: kept };
      const ticket = await this.tracking.byToken(token);
      const moved = await this.deadlines.ofTicket(ticket.id);
      const met = (await this.met.of([ticket.id])).get(ticket.id) ?? 0;
      const own = { token, sent, done: null, ratePath: this.surveys.pathFor(ticket.id), met };
      response
        .status(error.kind === 'invalid-input' ? 400 : 409)
        .setHeader('cache-control', 'no-store')
        .type('html')
        .send(this.pages.render('portal/follow', followPage(ticket, moved, this.texts.in(page.language), own), page));
    }
  }

  private async send(step: OwnStep, said: Said, ctx: CommandContext): Promise<OwnDone> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await this.once(step, said, ctx);
      } catch (error) {
        if (!(error instanceof Problem) || error.kind !== 'stale-version' || tried === TRIES) throw error;
      }
    }
  }

  private async once(
    step: OwnStep,
    { ticketId, text, uploads, language }: Said,
    ctx: CommandContext,
  ): Promise<OwnDone> {
    const reference = { ticketId, version: null };
    switch (step) {
      case 'tra-loi':
        try {
          await this.reply.execute({ ...reference, text, uploads, channel: 'link' }, ctx);
        } catch (error) {
          // The agency has gone on meanwhile: what was written is not lost for that.
          if (!(error instanceof Problem) || error.kind !== 'conflict') throw error;
          await this.addFacts.execute({ ...reference, text, uploads }, ctx);
          return 'thay';
        }
        return step;
      case 'bo-sung':
        await this.addFacts.execute({ ...reference, text, uploads }, ctx);
        return step;
      case 'giuc':
        await this.chase.execute({ ...reference, text }, ctx);
        return step;
      case 'hoi':
        await this.enquire.execute(reference, ctx);
        return step;
      case 'nhan-tin':
        await this.followers.ask({ ticketId, email: emailIn(text, 'text'), own: true, met: false, language }, ctx);
        return step;
    }
  }
}
