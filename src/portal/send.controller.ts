import { Body, Controller, Get, Header, Param, Post, Redirect, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Directory, inSentence } from '../agencies/index.js';
import { Context, Viewing, type CommandContext } from '../identity/index.js';
import { PreviewIntake, previewSchema, PublicLimit, WebForm, webTicketSchema, type Preview } from '../intake/index.js';
import { Problem, type FieldError } from '../kernel/index.js';
import { fieldErrors, NotIdempotent, Public, valid } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import { Catalog } from '../routing/index.js';
import { TrackingLinks, TrackingQuery } from '../tickets/index.js';
import { donePage } from './follow-view.js';
import { sendPage, sendValues, type SendState, type SendValues } from './send-view.js';

const tokenParam = z.object({ token: z.string().max(100) });

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
    private readonly intake: PreviewIntake,
    private readonly tracking: TrackingQuery,
    private readonly links: TrackingLinks,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  empty(@Viewing() page: PageContext): string {
    return this.render({ values: sendValues({}), key: null, errors: [], sentBefore: false, preview: null }, page);
  }

  /** The words begun on the first page; by POST, so that they stand in no address. */
  @Post('viet-tiep')
  @NotIdempotent('nothing is written')
  @Header('content-type', 'text/html; charset=utf-8')
  begun(@Body() body: unknown, @Viewing() page: PageContext, @Res({ passthrough: true }) response: Response): string {
    response.status(200);
    const values = { ...sendValues({}), words: sendValues(body).words };
    return this.render({ values, key: null, errors: [], sentBefore: false, preview: this.preview(values) }, page);
  }

  @Get('viet-tiep')
  @Redirect('/gui-phan-anh', 303)
  begin(): void {
    // The address typed or reloaded without words.
  }

  @Post()
  @UseGuards(PublicLimit)
  async send(
    @Body() body: unknown,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string | undefined> {
    const values = sendValues(body);
    const wrong = await this.submit(body, values, ctx, response);
    if (wrong === null) return undefined;
    response.status(wrong.status).type('html');
    const key = wrong.sentBefore ? null : (ctx.idempotency?.key ?? null);
    return this.render(
      { values, key, errors: wrong.errors, sentBefore: wrong.sentBefore, preview: this.preview(values) },
      page,
    );
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
    return this.pages.render('portal/done', donePage(ticket, `/theo-doi/${token}`, this.texts), page);
  }

  /** @returns null when it was taken in; the browser has been sent on. */
  private async submit(body: unknown, values: SendValues, ctx: CommandContext, response: Response) {
    const parsed = webTicketSchema.safeParse(body ?? {});
    const errors = [
      ...(parsed.success ? [] : fieldErrors(parsed.error)),
      ...this.wardErrors(values),
      ...this.webForm.askedByCategory({
        words: values.words,
        categoryCode: values.categoryCode,
        subject: values.subject,
        identity: values.identity === 'anonymous' ? 'anonymous' : 'kept',
      }),
    ];
    if (!parsed.success || errors.length > 0) return { status: 400, errors, sentBefore: false };
    try {
      const { tickets } = await this.webForm.submit(parsed.data, ctx);
      const [ticket] = tickets;
      if (ticket === undefined) throw new Error('the web form opened no ticket');
      response.redirect(303, `/gui-phan-anh/da-nhan/${this.links.tokenFor(ticket.ticketId)}`);
      return null;
    } catch (error) {
      if (error instanceof Problem && error.kind === 'invalid-input')
        return { status: 400, errors: error.fields, sentBefore: false };
      // The browser's way back leads to a form that was sent; what is in it now is another matter.
      if (error instanceof Problem && error.kind === 'idempotency-key-reused')
        return { status: 422, errors: [], sentBefore: true };
      throw error;
    }
  }

  /** A typed name that leads to no ward is asked about once; who does not know it says so and goes on. */
  private wardErrors({ ward, wardUnknown, lat }: SendValues): FieldError[] {
    if (ward.trim() === '' || wardUnknown || lat !== '') return [];
    const match = this.directory.findPlace(ward);
    if (match.kind === 'ward') return [];
    const text = (key: string, values = {}) => this.texts.text(`portal.send.${key}`, values);
    if (match.kind === 'unknown') return [{ field: 'ward', message: text('ward_not_found') }];
    const names = match.candidates.map((code) => inSentence(this.directory.unit(code)?.name ?? code));
    return [{ field: 'ward', message: text('ward_several', { names: names.join(', ') }) }];
  }

  private preview(values: SendValues): Preview | null {
    const parsed = previewSchema.safeParse(values);
    return parsed.success ? this.intake.preview(parsed.data) : null;
  }

  private render(state: SendState, page: PageContext): string {
    return this.pages.render('portal/send', sendPage(state, this.directory, this.catalog, this.texts), page);
  }
}
