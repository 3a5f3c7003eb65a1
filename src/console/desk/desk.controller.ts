import { Body, Controller, Get, Header, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { filesOf, type Upload } from '../../attachments/index.js';
import { Context, Viewing, type CommandContext, type Principal } from '../../identity/index.js';
import { Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { StaleTicket, WhatChanged } from '../../tickets/index.js';
import { answerForm } from '../form-answer.js';
import { deskPath, NOTHING_CHOSEN } from '../navigation.js';
import { AnswerDesk, FILLING_STEPS } from './answer-desk.js';
import { DeskCommands } from './desk-commands.js';
import { DeskParts } from './desk-part.js';
import { DeskPage, type Notice } from './desk-page.js';
import { DESK_STEPS, type DeskStep } from './desk-steps.js';
import { TimeCommands } from './time-commands.js';
import { UploaderGuard } from './uploader.guard.js';

const optional = z.string().max(200).optional();
const querySchema = z.object({ nhom: optional, phieu: optional, tiep: optional, xong: optional });
const stepSchema = z.object({ id: z.string().max(40), step: z.string().max(40) });
const typedText = z.string().max(30_000, 'Nội dung dài quá. Xin viết gọn lại.');
// Several files in one field come as the list of their hashes.
const formSchema = z.record(z.string(), z.union([typedText, z.array(typedText).transform((all) => all.join(' '))]));

const ticketSchema = z.object({ id: z.string().max(40) });
const choice = z.string().max(40).default('');
const correctionSchema = z.object({ version: choice, newCategoryCode: choice, boundary: choice, priority: choice });

type DeskQuery = z.output<typeof querySchema>;

/** The desk of agencies, coordinators and those who watch; what each sees is decided by the queries. */
@Controller()
@Permit('ticket.read')
export class DeskController {
  constructor(
    private readonly desk: DeskPage,
    private readonly commands: DeskCommands,
    private readonly time: TimeCommands,
    private readonly parts: DeskParts,
    private readonly answers: AnswerDesk,
    private readonly changed: WhatChanged,
  ) {}

  @Get(['don-vi', 'dieu-phoi', 'phieu'])
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  show(
    @Query(valid(querySchema)) query: DeskQuery,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
  ): Promise<string> {
    const done = isStep(query.xong) ? DESK_STEPS[query.xong].done : (this.parts.step(query.xong ?? '')?.done ?? null);
    const notice: Notice | null =
      query.xong === NOTHING_CHOSEN
        ? NONE_CHOSEN
        : done === null
          ? null
          : { tone: 'ok', icon: 'circle-check', text: done, done: true };
    return this.desk.render(ctx.principal, { ...placeOf(query), ticketId: query.phieu ?? null, notice }, page);
  }

  /** What a correction would do to the deadline, asked while the form is filled in. */
  @Get('phieu/:id/reclassify-preview')
  @Permit('ticket.classify')
  @Header('cache-control', 'no-store')
  async tryCorrection(
    @Param(valid(ticketSchema)) { id }: z.output<typeof ticketSchema>,
    @Query(valid(correctionSchema)) { version, ...values }: z.output<typeof correctionSchema>,
    @Context() ctx: CommandContext,
  ): Promise<{ text: string }> {
    return { text: await this.time.tryCorrection({ ticketId: id, version: Number(version) || 0 }, values, ctx) };
  }

  /** Where a form came back: loaded again by its address, that is the ticket. */
  @Get('phieu/:id/:step')
  open(
    @Param(valid(stepSchema)) { id }: z.output<typeof stepSchema>,
    @Query(valid(querySchema)) query: DeskQuery,
    @Context() { principal }: CommandContext,
    @Res() response: Response,
  ): void {
    const place = new URLSearchParams({ ...(query.nhom === undefined ? {} : { nhom: query.nhom }), phieu: id });
    response.redirect(303, `${deskPath(principal)}?${place.toString()}`);
  }

  /**
   * The buttons of the desk: each sends one command and comes back to the same list and ticket. Who may do
   * it is decided by the command itself; what was typed is never lost.
   */
  @Post('phieu/:id/:step')
  @UseGuards(UploaderGuard)
  async act(
    @Param(valid(stepSchema)) { id, step }: z.output<typeof stepSchema>,
    @Query(valid(querySchema)) query: DeskQuery,
    @Body(valid(formSchema)) values: Readonly<Record<string, string>>,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    if (FILLING_STEPS.includes(step)) {
      const form = { values: await this.answers.filled(step, id, values, ctx), errors: [] };
      const filled = { ...placeOf(query), ticketId: id, form, sent: 'answer' };
      response.type('html').send(await this.desk.render(ctx.principal, filled, page));
      return;
    }
    await answerForm(
      response,
      async () => {
        const reference = { ticketId: id, version: Number(values['version']) || 0 };
        const files = (field: string): readonly Upload[] => filesOf(request, field);
        if (isStep(step)) await this.commands.run(step, id, { values, files }, ctx);
        else await this.parts.run(step, reference, { values, files }, ctx);
        const tab = query.nhom === undefined ? '' : `nhom=${encodeURIComponent(query.nhom)}&`;
        const ticket = this.parts.step(step)?.leaves === true ? '' : `phieu=${id}&`;
        return `${deskPath(ctx.principal)}?${tab}${ticket}xong=${step}`;
      },
      async (problem) => {
        const { kind, title, fields } = problem;
        const lines = problem instanceof StaleTicket ? await this.linesOf(problem, ctx.principal) : [];
        const notice: Notice | null =
          kind === 'invalid-input' ? null : { tone: 'soon', icon: 'info', text: title, lines, done: false };
        const back = { ...placeOf(query), ticketId: id, notice, form: { values, errors: fields }, sent: step };
        return this.desk.render(ctx.principal, back, page);
      },
    );
  }

  private async linesOf({ ticketId, since }: StaleTicket, principal: Principal): Promise<string[]> {
    return (await this.changed.since(principal, ticketId, since)).map(({ text }) => text);
  }
}

const NONE_CHOSEN: Notice = {
  tone: 'soon',
  icon: 'info',
  text: 'Chưa chọn phiếu nào. Xin đánh dấu từng phiếu, hoặc “Chọn cả trang này”, rồi bấm lại.',
  done: false,
};

function isStep(name: string | undefined): name is DeskStep {
  return name !== undefined && Object.hasOwn(DESK_STEPS, name);
}

function placeOf(query: DeskQuery): { tab: string | null; cursor: string | null } {
  return { tab: query.nhom ?? null, cursor: query.tiep ?? null };
}
