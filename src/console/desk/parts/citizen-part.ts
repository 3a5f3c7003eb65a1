import { Injectable } from '@nestjs/common';
import { Attachments } from '../../../attachments/index.js';
import { allows, type CommandContext } from '../../../identity/index.js';
import { formatNearVi } from '../../../sla/index.js';
import {
  AddFacts,
  ChaseTicket,
  EnquireTicket,
  RemindHolder,
  Supplements,
  type Question,
  type StoryLine,
  type TicketReference,
} from '../../../tickets/index.js';
import { field, filesField } from '../../form-field.js';
import { DeskPart, type Offered, type Section, type SectionFacts } from '../desk-part.js';
import type { SentForm, Values } from '../desk-steps.js';
import { formStep } from '../form-step.js';
import { formOf, may, whyNot, type Made, type Step, type StepFacts } from '../step.js';

/** What the reporter says and asks beside the way, written down by the centre; and what those who hold it see of that. */
@Injectable()
export class CitizenPart extends DeskPart {
  readonly steps = {
    facts: {
      done: 'Đã ghi phần bổ sung. Đơn vị đang giữ phiếu đọc được ngay.',
      kind: 'facts',
      fields: { text: 'factsText' },
      words: { factsText: 'Người gửi bổ sung điều gì' },
    },
    chase: {
      done: 'Đã ghi lần giục. Cán bộ và lãnh đạo của đơn vị đang giữ được báo.',
      kind: 'chase',
      fields: { text: 'chaseText' },
      words: { chaseText: 'Người gửi nói gì khi giục' },
    },
    enquiry: { done: 'Đã ghi lần hỏi. Nói với người gọi: việc ở đâu, hạn nào, như ghi ở phiếu này.', kind: 'enquiry' },
    reminder: {
      done: 'Đã nhắc đơn vị đang giữ phiếu.',
      kind: 'reminder',
      fields: { text: 'reminderText' },
      words: { reminderText: 'Nhắc điều gì' },
    },
  };

  constructor(
    private readonly addFacts: AddFacts,
    private readonly enquire: EnquireTicket,
    private readonly chase: ChaseTicket,
    private readonly remind: RemindHolder,
    private readonly supplements: Supplements,
    private readonly attachments: Attachments,
  ) {
    super();
  }

  offer(facts: StepFacts): Offered {
    return {
      beside: [
        ...(may(facts, 'enquire') ? [enquiryStep(facts)] : []),
        ...chaseStep(facts),
        ...(may(facts, 'add_facts') ? [factsStep(facts)] : []),
        ...(may(facts, 'remind_holder') && !isOwn(facts) ? [reminderStep(facts)] : []),
      ],
    };
  }

  override async sections({ detail, now }: SectionFacts): Promise<readonly Section[]> {
    const questions = await this.supplements.questions(detail.id);
    const photos = detail.additionCount > 0 || questions.length > 0 ? await this.supplements.photos(detail.id) : [];
    const fresh = freshFacts(detail.story).map((line) => ({
      text: line.remark,
      when: formatNearVi(line.at, now),
      photos: photosOf(photos, line.remarkId, detail.id),
    }));
    const pressed = [
      ...(detail.chaseCount > 0 && detail.lastChasedAt !== null
        ? [`Người gửi đã giục ${detail.chaseCount} lần, gần nhất ${formatNearVi(detail.lastChasedAt, now)}.`]
        : []),
      ...(detail.enquiryCount > 0 ? [`Người gửi đã hỏi việc đến đâu ${detail.enquiryCount} lần.`] : []),
    ];
    if (fresh.length + pressed.length + questions.length === 0) return [];
    return [
      {
        place: 'above',
        partial: 'console/partials/section-citizen',
        fresh,
        pressed: pressed.length === 0 ? null : { text: pressed.join(' '), hot: detail.chaseCount > 0 },
        questions: questions.map((question) => ({
          ...questionView(question, now),
          photos: photosOf(photos, question.replyId, detail.id),
        })),
      },
    ];
  }

  async run(
    step: string,
    reference: TicketReference,
    values: Values,
    ctx: CommandContext,
    files: SentForm['files'],
  ): Promise<void> {
    switch (step) {
      case 'facts': {
        const photos = await this.attachments.prepare(files('factsPhotos'), { field: 'factsPhotos' });
        await this.addFacts.execute({ ...reference, text: values['factsText'] ?? '', photos }, ctx);
        return;
      }
      case 'chase':
        await this.chase.execute({ ...reference, text: values['chaseText'] ?? '' }, ctx);
        return;
      case 'enquiry':
        await this.enquire.execute(reference, ctx);
        return;
      default:
        await this.remind.execute({ ...reference, text: values['reminderText'] ?? '' }, ctx);
    }
  }
}

/** What the reporter said or asked, and what others noted about it: none of these is an answer to what was added. */
const NO_ACT: readonly StoryLine['type'][] = [
  'facts_added',
  'enquired',
  'chased',
  'holder_reminded',
  'corrected',
  'linked',
  'absorbed',
  'support_delivered',
  'support_reminded',
  'apology_sent',
];

/** What was added since somebody last acted on the ticket. */
function freshFacts(story: readonly StoryLine[]): StoryLine[] {
  const acted = story.findLastIndex(({ type }) => !NO_ACT.includes(type));
  return story.slice(acted + 1).filter(({ type }) => type === 'facts_added');
}

interface OwnedPhoto {
  readonly id: string;
  readonly ownerId: string;
  readonly width: number | null;
  readonly height: number | null;
}

function photosOf(photos: readonly OwnedPhoto[], ownerId: string | null, ticketId: string) {
  return photos
    .filter((photo) => photo.ownerId === ownerId)
    .map(({ id, width, height }, index) => ({
      href: `/api/v1/tickets/${ticketId}/photos/${id}`,
      alt: `Ảnh ${index + 1} của người gửi`,
      width,
      height,
    }));
}

const CHANNELS = {
  link: 'qua trang theo dõi',
  mail: 'qua thư điện tử',
  phone: 'qua điện thoại',
} as const;

function questionView(question: Question, now: Date) {
  const { number, status, text, askedAt, remindedCount, remindAt, expiresAt, reply, replyChannel, endedAt } = question;
  const at = (instant: Date): string => formatNearVi(instant, now);
  const asked = `Hỏi ${number > 1 ? `lần ${number}, ` : ''}${at(askedAt)}.`;
  const reminded = remindedCount === 0 ? '' : ` Đã nhắc ${remindedCount} lần.`;
  const next = remindAt === null ? '' : ` Nhắc ${remindedCount === 0 ? '' : 'tiếp '}${at(remindAt)}.`;
  const how = {
    asked: `${asked}${reminded}${next} Chờ đến ${at(expiresAt)}; hết lúc đó phiếu dừng.`,
    answered: `${asked}${reminded} Trả lời ${replyChannel === null ? '' : `${CHANNELS[replyChannel]} `}${endedAt ? at(endedAt) : ''}.`,
    expired: `${asked}${reminded} Hết hạn chờ ${at(expiresAt)}, không có trả lời.`,
    cancelled: `${asked}${reminded} Phiếu đã đi tiếp, không chờ trả lời nữa.`,
  }[status];
  return { text, reply, how: how.replace(' .', '.') };
}

function enquiryStep(facts: StepFacts): Made {
  return formStep(facts, 'enquiry', 'enquiry', {
    group: 'citizen',
    title: 'Ghi lần hỏi kết quả…',
    icon: 'message-circle-question-mark',
    folded: true,
    intro: 'Người gửi hỏi việc đến đâu: đọc cho họ bước đang làm, nơi giữ và hạn ở phiếu này. Lần hỏi được đếm.',
    fields: [],
    button: 'Ghi lần hỏi',
  });
}

function chaseStep(facts: StepFacts): Step[] {
  const blocked = may(facts, 'chase') ? null : whyNot(facts, 'chase');
  if (!may(facts, 'chase') && (blocked === null || facts.detail.lastChasedAt === null)) return [];
  const form = formOf(facts, 'chase');
  const { detail, now } = facts;
  const due = detail.resolveDueAt === null ? '' : ` Hạn trả lời là ${formatNearVi(detail.resolveDueAt, now)}.`;
  return [
    formStep(facts, 'chase', 'chase', {
      group: 'citizen',
      title: 'Ghi lần giục…',
      icon: 'bell',
      folded: true,
      blocked,
      intro: `Cán bộ và lãnh đạo của đơn vị đang giữ được báo ngay; hạn không đổi.${due}`,
      fields: [field(form, 'chaseText', 'Người gửi nói gì', '', { kind: 'area', rows: 2, required: false })],
      button: 'Ghi lần giục',
    }),
  ];
}

function factsStep(facts: StepFacts): Made {
  const form = formOf(facts, 'facts');
  return formStep(facts, 'facts', 'facts', {
    group: 'citizen',
    title: 'Ghi điều người gửi bổ sung…',
    icon: 'plus',
    folded: true,
    intro: 'Đơn vị đang giữ phiếu thấy ngay ở đầu phiếu. Tên và số của người gửi được che.',
    fields: [
      field(form, 'factsText', 'Người gửi bổ sung điều gì', '', { kind: 'area', rows: 3 }),
      filesField(form, 'factsPhotos', 'Ảnh người gửi đưa', false),
    ],
    button: 'Ghi bổ sung',
  });
}

/** Nobody reminds himself: what no agency has is with the coordinators. */
function isOwn({ principal, detail }: StepFacts): boolean {
  const centre = allows(principal, 'ticket.classify') && principal.kind === 'staff' ? principal.agencyCode : null;
  return centre !== null && (detail.lead === null || detail.lead.code === centre);
}

function reminderStep(facts: StepFacts): Made {
  const form = formOf(facts, 'reminder');
  const holder = facts.detail.handlerName ?? facts.detail.lead?.name ?? 'điều phối viên 1022';
  return formStep(facts, 'reminder', 'reminder', {
    group: 'people',
    title: 'Nhắc người đang giữ…',
    icon: 'bell',
    folded: true,
    intro: `Lời nhắc đến ${holder}, và vào lịch sử phiếu.`,
    fields: [field(form, 'reminderText', 'Nhắc điều gì', '', { kind: 'area', rows: 2 })],
    button: 'Gửi lời nhắc',
  });
}
