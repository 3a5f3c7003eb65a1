import { Body, Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { areasIn, Attachments, PublicCopies } from '../../attachments/index.js';
import { Context, Viewing, type CommandContext } from '../../identity/index.js';
import { Problem } from '../../kernel/index.js';
import { Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { PublishedItems, RedactionSheets, WithdrawnItems, Withdrawals } from '../../publication/index.js';
import { TicketCodes } from '../../tickets/index.js';
import { answerForm, pathEnd, problemText } from '../form-answer.js';
import { MODERATION_DONE, MODERATION_LISTS, ModerationPage } from './moderation-page.js';

const listQuery = z.object({
  muc: z.enum(keysOf(MODERATION_LISTS)).catch('cho'),
  sau: z.string().max(100).optional().catch(undefined),
  ma: z.string().trim().max(40).optional().catch(undefined),
  xong: z.enum(keysOf(MODERATION_DONE)).optional().catch(undefined),
});
const ticketParam = z.object({ id: z.string().max(40) });
const photoParam = z.object({ id: z.string().max(40), photo: z.string().max(40) });
const photoQuery = z.object({ vung: z.string().max(500).optional() });
const sheetQuery = z.object({
  xong: z.enum(keysOf(MODERATION_DONE)).optional().catch(undefined),
  sua: z.string().max(20).optional().catch(undefined),
});
const form = z.record(z.string().max(120), z.string().max(30_000, 'Nội dung dài quá. Xin viết gọn lại.'));

/** What the forms of a sheet do: keep it, take the copy off, put it back. */
const STEPS = ['luu', 'go', 'cong-khai-lai'] as const;
type ModerationStep = (typeof STEPS)[number];

type Values = z.output<typeof form>;

/** The redaction workbench of the centre: what is hidden of a question, its answer and its photos, and what is taken off. */
@Controller('kiem-duyet')
@Permit('ticket.publish')
export class ModerationController {
  constructor(
    private readonly page: ModerationPage,
    private readonly sheets: RedactionSheets,
    private readonly withdrawals: Withdrawals,
    private readonly published: PublishedItems,
    private readonly withdrawn: WithdrawnItems,
    private readonly codes: TicketCodes,
    private readonly attachments: Attachments,
    private readonly copies: PublicCopies,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  async list(
    @Query(valid(listQuery)) { muc, sau, ma, xong }: z.output<typeof listQuery>,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const ticketId = ma ? await this.found(ma) : null;
    if (ticketId !== null) {
      response.redirect(303, `/kiem-duyet/${ticketId}`);
      return;
    }
    const request = { list: muc, cursor: sau ?? null, unknown: ma || null, done: xong ?? null };
    response.type('html').send(await this.page.list(principal, request, viewing));
  }

  /** By its code, of what is public or was taken off: what waits at the gate stands in its list. */
  private async found(typed: string): Promise<string | null> {
    const parsed = this.codes.parse(typed);
    if (!parsed.ok) return null;
    const item = (await this.published.byCode(parsed.code)) ?? (await this.withdrawn.byCode(parsed.code));
    return item?.ticketId ?? null;
  }

  @Get(':id')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  sheet(
    @Param(valid(ticketParam)) { id }: z.output<typeof ticketParam>,
    @Query(valid(sheetQuery)) { xong, sua }: z.output<typeof sheetQuery>,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    return this.page.sheet(principal, id, { done: xong ?? null, typed: sua ?? null }, viewing);
  }

  @Post(STEPS.map((step) => `:id/${step}`))
  async act(
    @Param(valid(ticketParam)) { id }: z.output<typeof ticketParam>,
    @Body(valid(form)) values: Values,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const step = pathEnd(request, STEPS);
    await answerForm(
      response,
      () => this.done(step, id, values, ctx),
      (problem) => this.back(ctx, id, { step, values, problem }, viewing),
    );
  }

  /** @returns where it goes on. */
  private async done(step: ModerationStep, id: string, values: Values, ctx: CommandContext): Promise<string> {
    if (step === 'luu') {
      const stage = await this.sheets.save(id, values, ctx);
      return `/kiem-duyet/${id}?xong=${stage === 'gate' ? 'luu' : 'sua'}`;
    }
    const reference = { ticketId: id, version: Number(values['version']) || 0 };
    if (step === 'cong-khai-lai') {
      await this.withdrawals.republish(reference, ctx);
      return `/kiem-duyet/${id}?xong=lai`;
    }
    const { ground = '', reason = '' } = values;
    await this.withdrawals.unpublish({ ...reference, ground, reason }, ctx);
    return ground === 'not_public' ? '/kiem-duyet?muc=da-go&xong=an' : `/kiem-duyet/${id}?xong=go`;
  }

  /** A photo of the sheet as it is, or with areas made unreadable as they would be. */
  @Get(':id/anh/:photo')
  async photo(
    @Param(valid(photoParam)) { id, photo }: z.output<typeof photoParam>,
    @Query(valid(photoQuery)) { vung }: z.output<typeof photoQuery>,
    @Context() { principal }: CommandContext,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const sheet = await this.sheets.of(principal, id);
    const row = sheet.photos.some((one) => one.id === photo) ? await this.attachments.find(photo) : null;
    if (row === null) throw Problem.notFound('Không tìm thấy ảnh này.');
    const areas = areasIn(vung ?? '');
    if (areas.length === 0) {
      await this.attachments.send(row, { request, response });
      return;
    }
    const { image } = await this.copies.make(row, areas);
    response.setHeader('Content-Type', image.mediaType);
    response.setHeader('Cache-Control', 'private, no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    response.end(image.content);
  }

  private back(
    { principal }: CommandContext,
    id: string,
    { step, values, problem }: { step: ModerationStep; values: Values; problem: Problem },
    viewing: PageContext,
  ): Promise<string> {
    const wrong = problem.kind === 'invalid-input';
    const back = {
      which: step === 'go' ? ('unpublish' as const) : ('sheet' as const),
      // The button that puts back has no fields of its own.
      form: { values: step === 'cong-khai-lai' ? {} : values, errors: wrong ? problem.fields : [] },
      problem: wrong ? null : problemText(problem),
    };
    return this.page.sheet(principal, id, { back }, viewing);
  }
}

function keysOf<T extends Readonly<Record<string, string>>>(names: T): [keyof T & string, ...(keyof T & string)[]] {
  return Object.keys(names) as [keyof T & string, ...(keyof T & string)[]];
}
