import { Body, Controller, Get, Header, Param, Post, Query, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Directory } from '../agencies/index.js';
import { Followers, MetPeople } from '../followers/index.js';
import { Context, Viewing, type CommandContext } from '../identity/index.js';
import { HONEYPOT_FIELD, PublicLimit } from '../intake/index.js';
import { Problem } from '../kernel/index.js';
import { NotIdempotent, Public, valid } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import { PublicStatuses, type PublicStatusRow } from '../publication/index.js';
import { Catalog } from '../routing/index.js';
import { TicketCodes, TrackingLinks } from '../tickets/index.js';
import { mailingPage, meetPage, type AskedForm } from './followers-view.js';
import { emailIn } from './typed-email.js';

const UNKNOWN = 'Không tìm thấy phản ánh đang công khai nào mang mã này.';
const BLANK: AskedForm = { email: '', met: true, error: null, key: null };

const codeParam = z.object({ code: z.string().max(40) });
const tokenParam = z.object({ token: z.string().max(100) });
const codeQuery = z.object({ ma: z.string().max(40).optional().catch(undefined) });
const doneQuery = z.object({ xong: z.literal('1').optional().catch(undefined) });
const typed = z.string().max(1_000).catch('').default('');
const askBody = z.object({ email: typed, met: typed, [HONEYPOT_FIELD]: typed });
const stepBody = z.object({ step: z.string().catch('').default('') });

type CodeParam = z.output<typeof codeParam>;
type TokenParam = z.output<typeof tokenParam>;

/**
 * Following a report of somebody else: "tôi cũng gặp", and mails until it is settled. Reads what is public alone; an
 * address gets nothing but one mail before its owner has confirmed it. Nothing here needs a script.
 */
@Public()
@Controller()
export class FollowersController {
  constructor(
    private readonly pages: Pages,
    private readonly texts: Locale,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly codes: TicketCodes,
    private readonly statuses: PublicStatuses,
    private readonly followers: Followers,
    private readonly met: MetPeople,
    private readonly links: TrackingLinks,
  ) {}

  @Get('cung-gap/:code')
  @Header('content-type', 'text/html; charset=utf-8')
  async show(
    @Param(valid(codeParam)) { code }: CodeParam,
    @Query(valid(doneQuery)) { xong }: z.output<typeof doneQuery>,
    @Viewing() page: PageContext,
  ): Promise<string> {
    return this.meet(await this.status(code), BLANK, xong === '1', page);
  }

  @Post('cung-gap/:code')
  @UseGuards(PublicLimit)
  async ask(
    @Param(valid(codeParam)) { code }: CodeParam,
    @Body(valid(askBody)) body: z.output<typeof askBody>,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const status = await this.status(code);
    const met = body.met === 'yes';
    try {
      if (body[HONEYPOT_FIELD].trim() !== '')
        throw Problem.invalid([{ field: 'email', message: this.texts.text('portal.meet.machine') }]);
      await this.followers.ask(
        {
          ticketId: status.ticketId,
          email: emailIn(body.email, 'email'),
          own: false,
          met,
          language: page.language ?? 'vi',
        },
        ctx,
      );
      response.redirect(303, `/cung-gap/${status.code}?xong=1`);
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'invalid-input') throw error;
      const wrong = error.fields.map(({ message }) => message).join(' ');
      const form = { email: body.email, met, error: wrong, key: ctx.idempotency?.key ?? null };
      response
        .status(400)
        .type('html')
        .send(await this.meet(status, form, false, page));
    }
  }

  /** Opened by a program that looks into mails it changes nothing: the button does. */
  @Get('nhan-tin/:token')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async mailing(
    @Param(valid(tokenParam)) { token }: TokenParam,
    @Query(valid(codeQuery)) { ma }: z.output<typeof codeQuery>,
    @Viewing() page: PageContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const follower = await this.followers.byToken(token);
    if (follower.state === 'expired') response.status(410);
    const href =
      follower.ticketId === null ? await this.again(ma ?? '') : await this.hrefOf(follower.ticketId, follower.isOwn);
    return this.pages.render(
      'portal/mailing',
      mailingPage(follower, { action: mailingPath(token, ma), href }, this.texts.in(page.language)),
      page,
    );
  }

  @Post('nhan-tin/:token')
  @NotIdempotent('confirming and ending again change nothing')
  @UseGuards(PublicLimit)
  async change(
    @Param(valid(tokenParam)) { token }: TokenParam,
    @Query(valid(codeQuery)) { ma }: z.output<typeof codeQuery>,
    @Body(valid(stepBody)) { step }: z.output<typeof stepBody>,
    @Res() response: Response,
  ): Promise<void> {
    // A link that is none of ours looks the same whatever is asked of it.
    await this.followers.byToken(token);
    if (step === 'xac-nhan') await this.followers.confirm(token);
    else if (step === 'thoi') await this.followers.end(token);
    response.redirect(303, mailingPath(token, ma));
  }

  private async status(typedCode: string): Promise<PublicStatusRow> {
    const status = await this.known(typedCode);
    if (status === null) throw Problem.notFound(UNKNOWN);
    return status;
  }

  private async known(typedCode: string): Promise<PublicStatusRow | null> {
    const parsed = this.codes.parse(typedCode);
    return parsed.ok ? this.statuses.byCode(parsed.code) : null;
  }

  private async meet(status: PublicStatusRow, form: AskedForm, done: boolean, page: PageContext): Promise<string> {
    const met = await this.met.of([status.ticketId]);
    const people = status.reporterCount + (met.get(status.ticketId) ?? 0);
    const { directory, catalog } = this;
    const texts = this.texts.in(page.language);
    return this.pages.render(
      'portal/meet',
      meetPage(status, { people, form, done }, { directory, catalog, texts }),
      page,
    );
  }

  /** Where somebody asks anew; null when nothing of that code is public. */
  private async again(typedCode: string): Promise<string | null> {
    const status = await this.known(typedCode);
    return status === null ? null : `/cung-gap/${status.code}`;
  }

  /** Where it is read; null once nothing is public of it any more. */
  private async hrefOf(ticketId: string, isOwn: boolean): Promise<string | null> {
    if (isOwn) return this.links.pathFor(ticketId);
    const status = await this.statuses.byTicket(ticketId);
    return status === null ? null : `/cung-gap/${status.code}`;
  }
}

/** @param code of the report, as the link in the mail carries it. */
function mailingPath(token: string, code: string | undefined): string {
  return `/nhan-tin/${encodeURIComponent(token)}${code === undefined ? '' : `?ma=${encodeURIComponent(code)}`}`;
}
