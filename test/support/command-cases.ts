import type { Prepared } from '../../src/attachments/index.js';
import { newId } from '../../src/kernel/index.js';
import type { TicketCommand } from '../../src/tickets/index.js';
import {
  ANSWER,
  at,
  by,
  itself,
  OTHER_AGENCY,
  PROMISE,
  reporterOf,
  START,
  WARD_AGENCY,
  type At,
  type CommandGround,
} from './command-ground.js';
import { photo } from './photo.js';

/** A command about to be given. */
export interface ReadyCase {
  /** All tickets it has to do with, its own first. */
  readonly ticketIds: readonly string[];
  /**
   * Gives it.
   * @param of the id to use instead of one that was prepared: the tickets may have been copied.
   */
  run(of: (id: string) => string): Promise<unknown>;
}

export type CommandCase = (ground: CommandGround) => Promise<ReadyCase>;

/** The ticket that a command is about, and what is done with it. */
function one({ ticketId, version }: At, run: (at: At, of: (id: string) => string) => Promise<unknown>): ReadyCase {
  return { ticketIds: [ticketId], run: (of) => run({ ticketId: of(ticketId), version }, of) };
}

/** As heavy as one from a telephone. */
const shot = (number: number): Prepared =>
  photo({ name: `anh-${String(number)}.jpg`, content: Buffer.alloc(200_000, number) });

const LETTER = {
  opening: 'UBND phường Trảng Dài xin lỗi ông/bà vì trả lời chậm phản ánh này.',
  reason: 'xe của đội duy tu hỏng hai ngày.',
  remedy: 'đã mượn xe, vá xong sáng nay.',
  committedOn: '2026-11-25',
  contact: 'Phòng Kinh tế, Hạ tầng và Đô thị, 0251 3123 456',
} as const;

const ACTED = { text: 'Đã rào chắn, cắt điện.', actedAt: '2026-11-17T08:00' } as const;
const EMERGENCY = { categoryCode: 'ht-nguy-hiem' } as const;

/** After the citizen's second day, and after the wait. */
const REMINDED = '2026-11-23 09:00';
const EXPIRED = '2026-12-31 09:00';
const DONE = 'Đã vá xong bằng nhựa nóng sáng nay.';
const CLOSING = '2026-12-31 09:00';

/**
 * Every command as people and jobs give it: what it is called, and how it goes. A command that has several ways
 * has the usual one first, then those that write more.
 */
export const COMMAND_CASES: Readonly<Record<TicketCommand, Readonly<Record<string, CommandCase>>>> = {
  classify: {
    'with a remark': async (g) =>
      one(await g.opened({ categoryCode: null }), (ticket) =>
        service(g, 'ClassifyTicket').execute(
          { ...ticket, categoryCode: 'gt-mat-duong', remark: 'Xem ảnh.' },
          by(g.crew.coordinator),
        ),
      ),
  },
  accept: {
    '': async (g) => one(await g.opened(), (ticket) => service(g, 'AcceptTicket').execute(ticket, by(g.crew.handler))),
  },
  save_draft: {
    'a first one': async (g) =>
      one(await g.accepted(), (ticket) =>
        service(g, 'SaveAnswerDraft').execute({ ...ticket, ...ANSWER, draftVersion: 0 }, by(g.crew.handler)),
      ),
    'the next one': async (g) => {
      const ticket = await g.accepted();
      const draft = { ...ANSWER, draftVersion: 0 };
      await service(g, 'SaveAnswerDraft').execute({ ...ticket, ...draft }, by(g.crew.handler));
      return one(ticket, (now) =>
        service(g, 'SaveAnswerDraft').execute({ ...now, ...draft, draftVersion: 1 }, by(g.crew.handler)),
      );
    },
    'with two photos': async (g) =>
      one(await g.accepted(), (ticket) =>
        service(g, 'AddEvidence').execute(
          { ...ticket, ...ANSWER, draftVersion: 0, files: [shot(1), shot(2)], removed: [] },
          by(g.crew.handler),
        ),
      ),
  },
  submit_answer: {
    '': async (g) =>
      one(await g.accepted(), (ticket) =>
        service(g, 'SubmitAnswer').execute({ ...ticket, ...ANSWER }, by(g.crew.handler)),
      ),
    'by the head, a part open': async (g) =>
      one(await g.withPart(), (ticket) =>
        service(g, 'SubmitAnswer').execute(
          { ...ticket, ...ANSWER, openPartsReason: 'Đã đủ để trả lời.' },
          by(g.crew.head),
        ),
      ),
  },
  approve_answer: {
    '': async (g) => one(await g.submitted(), (ticket) => service(g, 'ApproveAnswer').execute(ticket, by(g.crew.head))),
  },
  return_answer: {
    'by the head': async (g) =>
      one(await g.submitted(), (ticket) =>
        service(g, 'ReturnAnswer').execute({ ...ticket, remarks: 'Ghi rõ vá bằng gì.' }, by(g.crew.head)),
      ),
    'at the gate': async (g) =>
      one(await g.approved(), (ticket) =>
        service(g, 'ReturnAnswer').execute({ ...ticket, remarks: 'Thiếu ngày.' }, by(g.crew.coordinator)),
      ),
  },
  publish: {
    'not for everybody': async (g) =>
      one(await g.approved(), (ticket) =>
        publishTicket(g).execute(
          { ...ticket, checks: g.checks(), visibility: 'private', privateReason: 'Chuyện riêng.' },
          by(g.crew.coordinator),
        ),
      ),
    'for everybody, a day promised, with a photo': async (g) => {
      const evidenceIds = [newId()];
      const ticket = await g.accepted();
      const files = evidenceIds.map((id, index) => ({ ...shot(index), id }));
      const { draftVersion } = await service(g, 'AddEvidence').execute(
        { ...ticket, ...PROMISE, draftVersion: 0, files, removed: [] },
        by(g.crew.handler),
      );
      const approved = await g.approved({ ...PROMISE, draftVersion }, ticket);
      return one(approved, (now, of) =>
        publishTicket(g).execute(
          {
            ...now,
            checks: g.checks(),
            publicText: { title: 'Ổ gà trước chợ', question: 'Ổ gà sâu trước chợ, xe máy té hai vụ rồi.' },
            evidenceIds: evidenceIds.map(of),
          },
          by(g.crew.coordinator),
        ),
      );
    },
  },
  guide_elsewhere: {
    'of one that everybody reads': async (g) => {
      const who = () => by(g.crew.coordinator);
      const off = { ground: 'wrong', reason: 'Xem lại nội dung câu trả lời.' };
      // The copy is made when it is put back; events are not handed out here.
      const copied = async () =>
        withdrawals(g).republish(await withdrawals(g).unpublish({ ...(await g.published()), ...off }, who()), who());
      await copied();
      const again = await service(g, 'ReopenTicket').execute(
        { ...(await copied()), ground: 'order', words: 'Theo phản ánh mới.' },
        who(),
      );
      // The first that is ever looked up by its words begins the index.
      return one(again, (ticket) =>
        service(g, 'GuideElsewhere').execute(
          { ...ticket, kind: 'denunciation', text: 'Gửi Thanh tra thành phố.' },
          by(g.crew.coordinator),
        ),
      );
    },
    '': async (g) =>
      one(await g.opened({ boundary: 'complaint' }), (ticket) =>
        service(g, 'GuideElsewhere').execute(
          { ...ticket, kind: 'complaint', text: 'Gửi UBND phường, kèm giấy tờ.' },
          by(g.crew.coordinator),
        ),
      ),
  },
  report_action: {
    '': async (g) =>
      one(await g.accepted(EMERGENCY), (ticket) =>
        service(g, 'ReportAction').execute({ ...ticket, ...ACTED }, by(g.crew.handler)),
      ),
  },
  report_done: {
    '': async (g) =>
      one(await g.published(PROMISE), (ticket) =>
        service(g, 'ReportDone').execute({ ...ticket, text: DONE }, by(g.crew.handler)),
      ),
    'with two photos': async (g) =>
      one(await g.published(PROMISE), (ticket) =>
        service(g, 'ReportDone').execute({ ...ticket, text: DONE, files: [shot(1), shot(2)] }, by(g.crew.handler)),
      ),
  },
  reclassify: {
    'to an emergency': async (g) =>
      one(await g.accepted(), (ticket) =>
        service(g, 'ReclassifyTicket').execute(
          { ...ticket, boundary: 'emergency', remark: 'Dây điện rơi.' },
          by(g.crew.coordinator),
        ),
      ),
  },
  transfer: {
    '': async (g) =>
      one(await g.accepted(), (ticket) =>
        service(g, 'TransferTicket').execute(
          { ...ticket, leadAgencyCode: OTHER_AGENCY, remark: 'Đường tỉnh.' },
          by(g.crew.coordinator),
        ),
      ),
    'more time asked, a part open': async (g) =>
      one(await g.withPart(await g.withRequest()), (ticket) =>
        service(g, 'TransferTicket').execute(
          { ...ticket, leadAgencyCode: OTHER_AGENCY, remark: 'Đường tỉnh.' },
          by(g.crew.coordinator),
        ),
      ),
  },
  return_ticket: {
    '': async (g) =>
      one(await g.accepted(), (ticket) =>
        service(g, 'ReturnTicket').execute(
          { ...ticket, ground: 'not_competent', words: 'Sở quản lý.', proposedAgencyCode: OTHER_AGENCY },
          by(g.crew.handler),
        ),
      ),
  },
  appeal_lead: {
    '': async (g) =>
      one(await g.ruled(), (ticket) =>
        service(g, 'AppealLead').execute({ ...ticket, words: 'Không có thiết bị.' }, by(g.crew.otherHead)),
      ),
  },
  rule_lead: {
    '': async (g) =>
      one(await g.givenBack(), (ticket) =>
        service(g, 'RuleLead').execute(
          { ...ticket, leadAgencyCode: OTHER_AGENCY, words: 'Đường tỉnh.' },
          by(g.crew.coordinator),
        ),
      ),
  },
  assign: {
    'to somebody, with words': async (g) =>
      one(await g.accepted(), (ticket) =>
        service(g, 'AssignTicket').execute(
          { ...ticket, accountId: g.crew.colleagueId, words: 'Anh xem giúp trong hôm nay.' },
          by(g.crew.head),
        ),
      ),
    'by a rule': async (g) =>
      one(await g.opened(), (ticket) =>
        service(g, 'AssignTicket').execute({ ...ticket, accountId: g.crew.colleagueId }, itself('assignment-rules')),
      ),
  },
  ask_support: {
    '': async (g) =>
      one(await g.accepted(), (ticket) =>
        service(g, 'AskSupport').execute(
          { ...ticket, agencyCode: OTHER_AGENCY, ask: 'Ống nào chạy dưới đây?', dueOn: '2026-11-18' },
          by(g.crew.handler),
        ),
      ),
  },
  deliver_support: {
    '': async (g) =>
      one(await g.withPart(), (ticket) =>
        service(g, 'DeliverSupport').execute({ ...at(ticket), part: 'Ống D300.' }, by(g.crew.otherHandler)),
      ),
  },
  remind_support: {
    '': async (g) => {
      const ticket = await g.withPart();
      return one(ticket, (now, of) => {
        g.wired.clock.set('2026-11-17 14:00');
        return service(g, 'RemindSupport').execute({ ...now, supportId: of(ticket.supportId) }, by(g.crew.handler));
      });
    },
  },
  withdraw_support: {
    '': async (g) => {
      const ticket = await g.withPart();
      return one(ticket, (now, of) =>
        service(g, 'WithdrawSupport').execute(
          { ...now, supportId: of(ticket.supportId), because: 'Đã tự đo.' },
          by(g.crew.handler),
        ),
      );
    },
  },
  ask_citizen: {
    '': async (g) =>
      one(await g.accepted(), (ticket) =>
        service(g, 'AskCitizen').execute({ ...ticket, text: 'Ở đâu?' }, by(g.crew.handler)),
      ),
  },
  record_reply: {
    'by the link': async (g) =>
      one(await g.asked(await g.accepted()), ({ ticketId }) =>
        service(g, 'RecordReply').execute(
          { ticketId, version: null, text: 'Đầu hẻm, gọi 0900000123.' },
          reporterOf(ticketId),
        ),
      ),
    'with two photos': async (g) =>
      one(await g.asked(await g.accepted()), ({ ticketId }) =>
        service(g, 'RecordReply').execute(
          { ticketId, version: null, text: 'Đầu hẻm.', photos: [shot(1), shot(2)] },
          reporterOf(ticketId),
        ),
      ),
  },
  remind_question: {
    '': async (g) =>
      one(await g.asked(await g.accepted()), (ticket) => {
        g.wired.clock.set(REMINDED);
        return service(g, 'RemindQuestion').execute(ticket, itself('questions'));
      }),
  },
  expire_question: {
    '': async (g) =>
      one(await g.asked(await g.accepted()), (ticket) => {
        g.wired.clock.set(EXPIRED);
        return service(g, 'ExpireQuestion').execute(ticket, itself('questions'));
      }),
  },
  request_extension: {
    '': async (g) =>
      one(await g.accepted({ categoryCode: 'dat-lan-chiem' }), (ticket) =>
        service(g, 'RequestExtension').execute(
          { ...ticket, reason: 'Chờ trích lục.', newDay: '2026-12-09' },
          by(g.crew.handler),
        ),
      ),
  },
  decide_extension: {
    granted: async (g) =>
      one(await g.withRequest(), (ticket) =>
        service(g, 'DecideExtension').execute({ ...ticket, approve: true }, by(g.crew.head)),
      ),
  },
  send_apology: {
    '': async (g) =>
      one(await g.late(), (ticket) => service(g, 'SendApology').execute({ ...ticket, ...LETTER }, by(g.crew.head))),
  },
  correct: {
    'title and words': async (g) =>
      one(await g.accepted(), (ticket) =>
        service(g, 'CorrectTicket').execute(
          { ...ticket, title: 'Ổ gà trước chợ', words: 'Ổ gà sâu, chị Thử Nghiệm té.', remark: 'Rõ hơn.' },
          by(g.crew.coordinator),
        ),
      ),
    'to be about an agency with a part open': async (g) => {
      const about = { ...(await g.accepted()), categoryCode: 'cbcc-thai-do' };
      const conduct = await service(g, 'ReclassifyTicket').execute(about, by(g.crew.coordinator));
      return one(await g.withPart(conduct), (ticket) =>
        service(g, 'CorrectTicket').execute(
          { ...ticket, subjectAgencyCode: OTHER_AGENCY, remark: 'Nói lại.' },
          by(g.crew.coordinator),
        ),
      );
    },
  },
  add_facts: {
    words: async (g) =>
      one(await g.accepted(), ({ ticketId }) =>
        service(g, 'AddFacts').execute({ ticketId, version: null, text: 'Thêm một ổ nữa.' }, reporterOf(ticketId)),
      ),
    'of a merged one, with two photos': async (g) => {
      const { parent, child } = await g.merged();
      return {
        ticketIds: [child.ticketId, parent.ticketId],
        run: (of) =>
          service(g, 'AddFacts').execute(
            { ticketId: of(child.ticketId), version: null, text: 'Thêm một ổ nữa.', photos: [shot(1), shot(2)] },
            reporterOf(of(child.ticketId)),
          ),
      };
    },
    'once more, with two photos': async (g) => {
      const { ticketId } = await g.accepted();
      const first = { ticketId, version: null, text: 'Thêm một ổ nữa.' };
      const { version } = await service(g, 'AddFacts').execute(first, reporterOf(ticketId));
      return one({ ticketId, version }, (now) =>
        service(g, 'AddFacts').execute(
          { ticketId: now.ticketId, version: null, text: 'Ảnh đây.', photos: [shot(1), shot(2)] },
          reporterOf(now.ticketId),
        ),
      );
    },
  },
  enquire: {
    'by the link': async (g) =>
      one(await g.accepted(), ({ ticketId }) =>
        service(g, 'EnquireTicket').execute({ ticketId, version: null }, reporterOf(ticketId)),
      ),
  },
  chase: {
    'by the link': async (g) =>
      one(await g.accepted(), ({ ticketId }) =>
        service(g, 'ChaseTicket').execute({ ticketId, version: null, text: 'Lâu quá.' }, reporterOf(ticketId)),
      ),
    'of a merged one': async (g) => {
      const { parent, child } = await g.merged();
      return {
        ticketIds: [child.ticketId, parent.ticketId],
        run: (of) =>
          service(g, 'ChaseTicket').execute(
            { ticketId: of(child.ticketId), version: null, text: 'Lâu quá.' },
            reporterOf(of(child.ticketId)),
          ),
      };
    },
  },
  remind_holder: {
    '': async (g) =>
      one(await g.accepted(), (ticket) =>
        service(g, 'RemindHolder').execute({ ...ticket, text: 'Xin trả lời sớm.' }, by(g.crew.coordinator)),
      ),
  },
  reject: {
    '': async (g) =>
      one(await g.opened(), (ticket) =>
        service(g, 'RejectTicket').execute(
          { ...ticket, ground: 'out_of_scope', text: 'Xin gửi Tòa án nhân dân khu vực.' },
          by(g.crew.coordinator),
        ),
      ),
  },
  withdraw: {
    'by the link, with words': async (g) =>
      one(await g.accepted(), ({ ticketId }) =>
        service(g, 'WithdrawTicket').execute({ ticketId, version: null, words: 'Đã tự sửa.' }, reporterOf(ticketId)),
      ),
    'by the link, more time asked, a part open': async (g) =>
      one(await g.withPart(await g.withRequest()), ({ ticketId }) =>
        service(g, 'WithdrawTicket').execute({ ticketId, version: null, words: 'Đã tự sửa.' }, reporterOf(ticketId)),
      ),
  },
  merge: {
    'one into another': async (g) => {
      const [parent, child] = [await g.accepted(), await g.opened()];
      return {
        ticketIds: [parent.ticketId, child.ticketId],
        run: (of) =>
          service(g, 'MergeTickets').execute(
            {
              ticketId: of(parent.ticketId),
              version: parent.version,
              children: [{ ticketId: of(child.ticketId), version: child.version }],
              remark: 'Cùng một ổ gà.',
            },
            by(g.crew.coordinator),
          ),
      };
    },
  },
  absorb: {
    'three others': async (g) => {
      const parent = await g.accepted();
      const children = [await g.opened(), await g.opened(), await g.opened()];
      return {
        ticketIds: [parent, ...children].map(({ ticketId }) => ticketId),
        run: (of) =>
          service(g, 'MergeTickets').execute(
            {
              ticketId: of(parent.ticketId),
              version: parent.version,
              children: children.map(({ ticketId, version }) => ({ ticketId: of(ticketId), version })),
              remark: 'Cùng một ổ gà.',
            },
            by(g.crew.coordinator),
          ),
      };
    },
  },
  split: {
    '': async (g) => {
      const { parent, child } = await g.merged();
      return {
        ticketIds: [child.ticketId, parent.ticketId],
        run: (of) =>
          service(g, 'SplitTicket').execute(
            { ticketId: of(child.ticketId), version: child.version, remark: 'Hai ổ gà khác nhau.' },
            by(g.crew.coordinator),
          ),
      };
    },
  },
  link: {
    '': async (g) => {
      const other = await g.opened();
      return one(await g.opened(), (ticket) =>
        service(g, 'LinkTickets').execute({ ...ticket, otherCode: other.code }, by(g.crew.coordinator)),
      );
    },
  },
  reopen: {
    'by the link': async (g) =>
      one(await g.published(), ({ ticketId }) =>
        service(g, 'ReopenTicket').execute(
          { ticketId, version: null, words: 'Vá rồi nhưng mưa một trận lại bong hết.' },
          reporterOf(ticketId),
        ),
      ),
  },
  close: {
    '': async (g) =>
      one(await g.published(), (ticket) => {
        g.wired.clock.set(CLOSING);
        return service(g, 'CloseTicket').execute(ticket, itself('closing'));
      }),
  },
  moderate: {
    'taken off': async (g) =>
      one(await g.published(), (ticket) =>
        withdrawals(g).unpublish(
          { ...ticket, ground: 'personal_data', reason: 'Còn số điện thoại trong lời phản ánh.' },
          by(g.crew.coordinator),
        ),
      ),
    'put back': async (g) => {
      const off = { ground: 'wrong', reason: 'Xem lại nội dung câu trả lời.' };
      const takenOff = async () =>
        withdrawals(g).unpublish({ ...(await g.published()), ...off }, by(g.crew.coordinator));
      // The first that is ever looked up by its words begins the index.
      await withdrawals(g).republish(await takenOff(), by(g.crew.coordinator));
      return one(await takenOff(), (ticket) => withdrawals(g).republish(ticket, by(g.crew.coordinator)));
    },
  },
  move_agency: {
    '': async (g) =>
      one(await g.accepted(), (ticket) =>
        g.wired.unitOfWork.run((transaction) =>
          service(g, 'MoveAgency').inside(
            transaction,
            {
              ...ticket,
              orderId: '01J0000000000000000000ORDR',
              takesOver: (code) => (code === WARD_AGENCY ? OTHER_AGENCY : code),
              agencyOf: () => OTHER_AGENCY,
            },
            itself('agency-change'),
          ),
        ),
      ),
  },
};

/** @param command and the way it goes, as a line of a table. */
export function caseName(command: string, way: string): string {
  return way === '' ? command : `${command}, ${way}`;
}

/** Every case, ready to be given at eight o'clock. */
export async function prepareCase(ground: CommandGround, prepare: CommandCase): Promise<ReadyCase> {
  ground.wired.clock.set(START);
  return prepare(ground);
}

type Tickets = CommandGround['wired']['tickets'];
type Services = {
  [Name in keyof Tickets as Tickets[Name] extends new (...args: never[]) => object ? Name : never]: Tickets[Name];
};

function service<Name extends keyof Services>(
  { wired }: CommandGround,
  name: Name,
): InstanceType<Extract<Services[Name], new (...args: never[]) => object>> {
  return wired.get(wired.tickets[name] as never);
}

function publishTicket({ wired }: CommandGround) {
  return wired.get(wired.publication.PublishTicket);
}

function withdrawals({ wired }: CommandGround) {
  return wired.get(wired.publication.Withdrawals);
}
