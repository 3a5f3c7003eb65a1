import { Body, Controller, Get, Header, HttpCode, Param, Post, Redirect, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Directory, inSentence } from '../agencies/index.js';
import { Context, Viewing, type CommandContext } from '../identity/index.js';
import { HintLimit, PublicLimit, WebForm, webTicketSchema } from '../intake/index.js';
import { Problem, type FieldError } from '../kernel/index.js';
import { addressIn, fieldErrors, NotIdempotent, Public, valid } from '../platform/http/index.js';
import { Log } from '../platform/log/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import { Catalog } from '../routing/index.js';
import { TrackingLinks, TrackingQuery } from '../tickets/index.js';
import { donePage } from './done-view.js';
import { SendHints, type Hints } from './send-hints.js';
import { NO_HINTS, sendPage, sendValues, type SendState, type SendValues } from './send-view.js';
import { SentPhotos, type FormPhotos } from './sent-photos.js';

const tokenParam = z.object({ token: z.string().max(100) });

/** Why a form was not taken in. */
interface Refused {
  readonly status: 400 | 422 | 500;
  readonly errors: readonly FieldError[];
  readonly trouble: SendState['trouble'];
}

/** The citizen's form. Nothing here needs a script: what is missing is asked for on the page that comes back. */
@Public()
@Controller('gui-phan-anh')
export class SendController {
  constructor(
    private readonly pages: Pages,
    private readonly texts: Locale,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly webForm: WebForm,
    private readonly hints: SendHints,
    private readonly photos: SentPhotos,
    private readonly tracking: TrackingQuery,
    private readonly links: TrackingLinks,
    private readonly log: Log,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  empty(@Viewing() page: PageContext): string {
    return this.render({ ...BLANK, values: sendValues({}), hints: NO_HINTS }, page);
  }

  /** The words begun on the first page; by POST, so that they stand in no address. */
  @Post('viet-tiep')
  @NotIdempotent('nothing is written')
  @Header('content-type', 'text/html; charset=utf-8')
  async begun(
    @Body() body: unknown,
    @Viewing() page: PageContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    response.status(200);
    const values = { ...sendValues({}), words: sendValues(body).words };
    return this.render({ ...BLANK, values, hints: await this.hints.of(values, this.texts.in(page.language)) }, page);
  }

  @Get('viet-tiep')
  @Redirect('/gui-phan-anh', 303)
  begin(): void {
    // The address typed or reloaded without words.
  }

  /** While somebody writes: what it sounds like, and who reported the same. In the body, for it is about people. */
  @Post('goi-y')
  @HttpCode(200)
  @NotIdempotent('nothing is written')
  @UseGuards(HintLimit)
  @Header('cache-control', 'no-store')
  async ahead(@Body() body: unknown, @Viewing() { language = 'vi' }: PageContext): Promise<Omit<Hints, 'preview'>> {
    const { guesses, alike } = await this.hints.of(sendValues(body), this.texts.in(language));
    return { guesses, alike: alike.map((one) => ({ ...one, href: addressIn(language, one.href) })) };
  }

  @Post()
  @UseGuards(PublicLimit)
  async send(
    @Body() body: unknown,
    @Req() request: Request,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string | undefined> {
    const values = sendValues(body);
    const photos = await this.photos.of(request, body);
    const refused = await this.submit(body, values, photos, ctx, response, page.language);
    if (refused === null) return undefined;
    response.status(refused.status).type('html');
    const key = refused.trouble === 'sent_before' ? null : (ctx.idempotency?.key ?? null);
    const [hints, kept] = await Promise.all([
      this.hints.of(values, this.texts.in(page.language)),
      this.photos.kept(photos.ids),
    ]);
    return this.render({ values, key, errors: refused.errors, trouble: refused.trouble, hints, photos: kept }, page);
  }

  /** After sending: reloading it sends nothing again. */
  @Get('da-nhan/:token')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async done(
    @Param(valid(tokenParam)) { token }: z.infer<typeof tokenParam>,
    @Viewing() page: PageContext,
  ): Promise<string> {
    const ticket = await this.tracking.byToken(token);
    return this.pages.render('portal/done', donePage(ticket, `/theo-doi/${token}`, this.texts.in(page.language)), page);
  }

  /** @returns null when it was taken in; the browser has been sent on. */
  private async submit(
    body: unknown,
    values: SendValues,
    photos: FormPhotos,
    ctx: CommandContext,
    response: Response,
    language: PageContext['language'] = 'vi',
  ): Promise<Refused | null> {
    const parsed = webTicketSchema.safeParse(body ?? {});
    const unproven = parsed.success ? this.webForm.unproven(parsed.data, ctx) : null;
    const errors = [
      ...(parsed.success ? [] : fieldErrors(parsed.error)),
      ...this.placeErrors(values),
      ...this.webForm.askedByCategory({
        words: values.words,
        categoryCode: values.categoryCode,
        subject: values.subject,
        identity: values.identity === 'anonymous' ? 'anonymous' : 'kept',
      }),
      ...(photos.error === null ? [] : [{ field: 'photos', message: photos.error }]),
      ...(unproven === null ? [] : [unproven]),
    ];
    if (!parsed.success || errors.length > 0) return { status: 400, errors, trouble: null };
    try {
      const { tickets } = await this.webForm.submit({ ...parsed.data, language }, ctx, photos.ids);
      const [ticket] = tickets;
      if (ticket === undefined) throw new Error('the web form opened no ticket');
      response.redirect(303, `/gui-phan-anh/da-nhan/${this.links.tokenFor(ticket.ticketId)}`);
      return null;
    } catch (error) {
      if (error instanceof Problem && error.kind === 'invalid-input')
        return { status: 400, errors: error.fields, trouble: null };
      // The browser's way back leads to a form that was sent; what is in it now is another matter.
      if (error instanceof Problem && error.kind === 'idempotency-key-reused')
        return { status: 422, errors: [], trouble: 'sent_before' };
      if (error instanceof Problem) throw error;
      // Something of ours is broken: what was written comes back, and the same key sends it once.
      this.log.error({ requestId: ctx.requestId, error }, 'a report was not taken in');
      return { status: 500, errors: [], trouble: 'broken' };
    }
  }

  /**
   * A typed name that leads to no ward is asked about once; who does not know it says so and goes on. A point that is
   * not in the province is no point.
   */
  private placeErrors({ ward, wardUnknown, lat, lng }: SendValues): FieldError[] {
    const text = (key: string, values = {}) => this.texts.text(`portal.send.${key}`, values);
    if (lat !== '' || lng !== '') {
      const [north, east] = [Number(lat), Number(lng)];
      // What is no point at all is said by the field itself.
      if (!(Math.abs(north) <= 90 && Math.abs(east) <= 180)) return [];
      const inside = lat !== '' && lng !== '' && this.directory.wardAt(north, east) !== null;
      return inside ? [] : [{ field: 'ward', message: text('locate_outside') }];
    }
    if (ward.trim() === '' || wardUnknown) return [];
    const match = this.directory.findPlace(ward);
    if (match.kind === 'ward') return [];
    if (match.kind === 'unknown') return [{ field: 'ward', message: text('ward_not_found') }];
    const names = match.candidates.map((code) => inSentence(this.directory.unit(code)?.name ?? code));
    return [{ field: 'ward', message: text('ward_several', { names: names.join(', ') }) }];
  }

  private render(state: SendState, page: PageContext): string {
    const { directory, catalog, webForm } = this;
    const texts = this.texts.in(page.language);
    return this.pages.render('portal/send', sendPage(state, { directory, catalog, texts, webForm }), page);
  }
}

const BLANK = { key: null, errors: [], trouble: null, photos: [] } as const;
