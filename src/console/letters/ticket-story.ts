import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import { EscalationQueries } from '../../escalation/index.js';
import type { Principal } from '../../identity/index.js';
import { Clock, formatDay, formatInstant } from '../../kernel/index.js';
import { storySheet, type Story } from '../../letters/index.js';
import { DeadlineChanges } from '../../sla-admin/index.js';
import { TicketQueries, type ClockDetail, type Hop, type TicketDetail } from '../../tickets/index.js';
import { firingLine, inTime, movedLines } from '../desk/time-story.js';

/** A ticket's story on paper, for staff: all that the page shows of it, and nothing beside. */
@Injectable()
export class TicketStory {
  constructor(
    private readonly queries: TicketQueries,
    private readonly escalation: EscalationQueries,
    private readonly deadlines: DeadlineChanges,
    private readonly directory: Directory,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `not-found`: it does not exist, or not for this person. */
  async of(principal: Principal, ticketId: string): Promise<{ code: string; sheet: ReturnType<typeof storySheet> }> {
    const detail = await this.queries.detail(principal, ticketId);
    const [firings, moved] = await Promise.all([
      this.escalation.firingsOf(ticketId),
      this.deadlines.ofTicket(ticketId),
    ]);
    const nameOf = (code: string): string => this.directory.agency(code)?.shortName ?? code;
    const time = [...firings.map((firing) => firingLine(firing, nameOf)), ...movedLines(moved, detail.clocks)];
    const lines = inTime<{ at: Date; text: string; remark: string | null }>([...detail.story, ...time]);
    const story: Story = {
      code: detail.code,
      title: detail.title,
      state: detail.stateLabel,
      facts: factsOf(detail),
      words: detail.words,
      hops: detail.hops.map(hopOf),
      clocks: detail.clocks.map(clockOf),
      texts: textsOf(detail),
      lines: lines.map(({ at, text, remark }) => ({ when: when(at), text, remark })),
      chain: detail.chain,
      madeAt: when(this.clock.now()),
    };
    return { code: detail.code, sheet: storySheet(story) };
  }
}

function factsOf(detail: TicketDetail): Story['facts'] {
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    ['Loại việc', detail.category?.name],
    ['Nơi xảy ra', [detail.ward?.name, detail.placeText].filter(Boolean).join(', ')],
    ['Kênh', detail.channelLabel],
    ['Người gửi gửi lúc', when(detail.receivedAt)],
    ['Đơn vị chủ trì', detail.lead?.name],
    ['Người xử lý', detail.handlerName],
    ['Hạn trả lời', detail.resolveDueAt === null ? null : when(detail.resolveDueAt)],
    ['Trả lời lúc', detail.answeredAt === null ? null : when(detail.answeredAt)],
  ];
  return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}

function hopOf({ agency, accountName, stageLabel, fromAt, toAt, duration }: Hop): Story['hops'][number] {
  return {
    who: accountName === null ? agency.name : `${agency.name} (${accountName})`,
    stage: stageLabel,
    when: toAt === null ? `từ ${when(fromAt)}` : `${when(fromAt)} đến ${when(toAt)}`,
    used: duration,
  };
}

function clockOf(clock: ClockDetail): Story['clocks'][number] {
  const ended = clock.stoppedAt === null ? (clock.remainingShort ?? 'đang chạy') : `xong ${when(clock.stoppedAt)}`;
  return {
    label: clock.label,
    holder: clock.holder.name,
    limit: clock.limit,
    used: clock.used,
    due: when(clock.dueAt),
    standing: clock.late && clock.stoppedAt !== null ? `${ended}, trễ hạn` : ended,
  };
}

function textsOf(detail: TicketDetail): Story['texts'] {
  const answer = detail.answers.find(({ status }) => status === 'published');
  const { apology } = detail;
  return [
    ...(answer === undefined
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
  ];
}

function when(at: Date): string {
  return formatInstant(at, { year: true });
}
