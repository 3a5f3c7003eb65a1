import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Clock, formatDay, formatInstant, Problem } from '../kernel/index.js';
import { letterPdf, sheetPdf, storySheet, type Story } from '../letters/index.js';
import { Public, valid } from '../platform/http/index.js';
import { ApologyLetters, TrackingQuery, type TrackingView } from '../tickets/index.js';

const tokenParam = z.object({ token: z.string().max(100) });
type TokenParam = z.infer<typeof tokenParam>;

/** The reporter's own papers, behind the secret link: what the page says, and no name beside. */
@Public()
@Controller('theo-doi/:token')
export class OwnLettersController {
  constructor(
    private readonly tracking: TrackingQuery,
    private readonly letters: ApologyLetters,
    private readonly clock: Clock,
  ) {}

  @Get('thu-xin-loi.pdf')
  async letter(@Param(valid(tokenParam)) { token }: TokenParam, @Res() response: Response): Promise<void> {
    const { code, apology } = await this.tracking.byToken(token);
    // Of a merged ticket that is the letter about the one that stands for it.
    const letter = apology === null ? null : await this.letters.copy(apology.ticketId);
    if (letter === null) throw Problem.notFound('Phản ánh này chưa có thư xin lỗi nào.');
    send(response, `thu-xin-loi-${code}.pdf`, await letterPdf(letter));
  }

  @Get('cau-chuyen.pdf')
  async story(@Param(valid(tokenParam)) { token }: TokenParam, @Res() response: Response): Promise<void> {
    const ticket = await this.tracking.byToken(token);
    send(response, `phan-anh-${ticket.code}.pdf`, await sheetPdf(storySheet(storyOf(ticket, this.clock.now()))));
  }
}

function send(response: Response, name: string, content: Buffer): void {
  response
    .type('application/pdf')
    .set('content-disposition', `inline; filename="${name}"`)
    .set('cache-control', 'no-store')
    .send(content);
}

function storyOf(ticket: TrackingView, now: Date): Story {
  const { answer, apology, guidance } = ticket;
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    ['Loại việc', ticket.category?.name],
    ['Nơi xảy ra', [ticket.ward?.name, ticket.placeText].filter(Boolean).join(', ')],
    ['Gửi lúc', when(ticket.receivedAt)],
    ['Đơn vị chủ trì', ticket.lead?.name],
    ['Hạn trả lời', ticket.dueAt === null ? null : when(ticket.dueAt)],
  ];
  return {
    code: ticket.code,
    title: ticket.title,
    state: ticket.stateLabel,
    facts: facts.flatMap(([label, value]) => (value ? [{ label, value }] : [])),
    words: ticket.words,
    hops: ticket.hops.map(({ agency, stageLabel, fromAt, toAt, duration }) => ({
      who: agency.name,
      stage: stageLabel,
      when: toAt === null ? `từ ${when(fromAt)}` : `${when(fromAt)} đến ${when(toAt)}`,
      used: duration,
    })),
    clocks: [],
    texts: [
      ...(answer === null
        ? []
        : [
            {
              title: `Trả lời của ${answer.agency.name}`,
              text: [
                `Đã kiểm tra: ${answer.found}`,
                `Đã làm: ${answer.done}`,
                ...(answer.doneOn === null ? [] : [`Xong ngày: ${formatDay(answer.doneOn)}`]),
                `Ai phụ trách: ${answer.inCharge}`,
              ].join('\n'),
            },
          ]),
      ...(apology === null || apology.text === null
        ? []
        : [{ title: `Thư xin lỗi của ${apology.agency.name}`, text: apology.text }]),
      ...(guidance === null ? [] : [{ title: 'Hướng dẫn nơi nhận', text: guidance }]),
    ],
    lines: ticket.story.map(({ at, text, remark }) => ({ when: when(at), text, remark })),
    chain: ticket.chain,
    madeAt: when(now),
  };
}

function when(at: Date): string {
  return formatInstant(at, { year: true });
}
