import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Context, type CommandContext } from '../../identity/index.js';
import { letterDocx, letterPdf, sheetPdf, type Letter } from '../../letters/index.js';
import { NotIdempotent, Permit, valid } from '../../platform/http/index.js';
import { ApologyLetters } from '../../tickets/index.js';
import { apologyOf } from '../desk/parts/apology-part.js';
import { TicketStory } from './ticket-story.js';

/** How a letter goes out, by the end of its address. */
const FORMATS = {
  pdf: { type: 'application/pdf', how: 'inline', write: letterPdf },
  docx: {
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    how: 'attachment',
    write: letterDocx,
  },
} as const;

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
  @Post(['thu-xin-loi/xem-truoc.pdf', 'thu-xin-loi/xem-truoc.docx'])
  @Permit('ticket.approve')
  @NotIdempotent('nothing is written')
  async preview(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(formSchema)) values: Readonly<Record<string, string>>,
    @Context() { principal }: CommandContext,
    @Req() { path }: Request,
    @Res() response: Response,
  ): Promise<void> {
    const letter = await this.letters.preview(principal, id, apologyOf(values));
    await sendLetter(response, letter, { path, name: 'thu-xin-loi-xem-truoc' });
  }

  @Get(['thu-xin-loi.pdf', 'thu-xin-loi.docx'])
  async sent(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Context() { principal }: CommandContext,
    @Req() { path }: Request,
    @Res() response: Response,
  ): Promise<void> {
    const letter = await this.letters.sent(principal, id);
    await sendLetter(response, letter, { path, name: nameOf(letter) });
  }

  @Get('cau-chuyen.pdf')
  async story(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Context() { principal }: CommandContext,
    @Res() response: Response,
  ): Promise<void> {
    const { code, sheet } = await this.stories.of(principal, id);
    send(response, FORMATS.pdf.type, 'inline', `cau-chuyen-${code}.pdf`, await sheetPdf(sheet));
  }
}

/** "thu-xin-loi-05-UBND-PAKN". */
function nameOf({ reference }: Letter): string {
  return `thu-xin-loi-${(reference ?? '').normalize('NFD').replace(/[^A-Za-z0-9]+/g, '-')}`;
}

async function sendLetter(
  response: Response,
  letter: Letter,
  { path, name }: { readonly path: string; readonly name: string },
): Promise<void> {
  const ending = path.toLowerCase().endsWith('.docx') ? 'docx' : 'pdf';
  const { type, how, write } = FORMATS[ending];
  send(response, type, how, `${name}.${ending}`, await write(letter));
}

function send(response: Response, type: string, how: 'inline' | 'attachment', name: string, content: Buffer): void {
  response
    .type(type)
    .set('content-disposition', `${how}; filename="${name}"`)
    .set('cache-control', 'no-store')
    .send(content);
}
