import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Context, type CommandContext } from '../../identity/index.js';
import { letterDocx, letterPdf, sheetPdf, type Letter } from '../../letters/index.js';
import { NotIdempotent, Permit, valid } from '../../platform/http/index.js';
import { ApologyLetters } from '../../tickets/index.js';
import { apologyOf } from '../desk/parts/apology-part.js';
import { TicketStory } from './ticket-story.js';

const PDF = 'application/pdf';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const ticketParam = z.object({ id: z.string().max(40) });
const formSchema = z.record(z.string(), z.string().max(30_000, 'Nội dung dài quá. Xin viết gọn lại.'));

type TicketParam = z.output<typeof ticketParam>;

/** Papers about a ticket: the letter before it is signed and after, and the ticket's story. */
@Controller('phieu/:id')
@Permit('ticket.read')
export class LettersController {
  constructor(
    private readonly letters: ApologyLetters,
    private readonly stories: TicketStory,
  ) {}

  /** By POST, because the words are not kept anywhere yet. */
  @Post('thu-xin-loi/xem-truoc.pdf')
  @Permit('ticket.approve')
  @NotIdempotent('nothing is written')
  async preview(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(formSchema)) values: Readonly<Record<string, string>>,
    @Context() { principal }: CommandContext,
    @Res() response: Response,
  ): Promise<void> {
    const letter = await this.letters.preview(principal, id, apologyOf(values));
    send(response, PDF, 'inline', 'thu-xin-loi-xem-truoc.pdf', await letterPdf(letter));
  }

  @Post('thu-xin-loi/xem-truoc.docx')
  @Permit('ticket.approve')
  @NotIdempotent('nothing is written')
  async draft(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(formSchema)) values: Readonly<Record<string, string>>,
    @Context() { principal }: CommandContext,
    @Res() response: Response,
  ): Promise<void> {
    const letter = await this.letters.preview(principal, id, apologyOf(values));
    send(response, DOCX, 'attachment', 'thu-xin-loi-nhap.docx', await letterDocx(letter));
  }

  @Get('thu-xin-loi.pdf')
  async pdf(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Context() { principal }: CommandContext,
    @Res() response: Response,
  ): Promise<void> {
    const letter = await this.letters.sent(principal, id);
    send(response, PDF, 'inline', fileName(letter, 'pdf'), await letterPdf(letter));
  }

  @Get('thu-xin-loi.docx')
  async docx(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Context() { principal }: CommandContext,
    @Res() response: Response,
  ): Promise<void> {
    const letter = await this.letters.sent(principal, id);
    send(response, DOCX, 'attachment', fileName(letter, 'docx'), await letterDocx(letter));
  }

  @Get('cau-chuyen.pdf')
  async story(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Context() { principal }: CommandContext,
    @Res() response: Response,
  ): Promise<void> {
    const { code, sheet } = await this.stories.of(principal, id);
    send(response, PDF, 'inline', `cau-chuyen-${code}.pdf`, await sheetPdf(sheet));
  }
}

/** "thu-xin-loi-05-UBND-PAKN.pdf". */
function fileName({ reference }: Letter, ending: string): string {
  const number = (reference ?? '').normalize('NFD').replace(/[^A-Za-z0-9]+/g, '-');
  return `thu-xin-loi-${number}.${ending}`;
}

function send(response: Response, type: string, how: 'inline' | 'attachment', name: string, content: Buffer): void {
  response
    .type(type)
    .set('content-disposition', `${how}; filename="${name}"`)
    .set('cache-control', 'no-store')
    .send(content);
}
