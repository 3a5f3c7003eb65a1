import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Problem, type FieldError } from '../../kernel/index.js';
import { PublishTicket } from '../../publication/index.js';
import {
  AcceptTicket,
  ApproveAnswer,
  ClassifyTicket,
  GuideElsewhere,
  ReturnAnswer,
  SaveAnswerDraft,
  SubmitAnswer,
  type AnswerParts,
  type TicketReference,
} from '../../tickets/index.js';
import { Choices } from '../choices.js';

/** The steps as they stand in addresses, and what the page says when one is done. */
export const DESK_STEPS = {
  accept: { done: 'Đã nhận xử lý. Người gửi được báo ai đang giữ việc này.' },
  'answer-draft': { done: 'Đã lưu nháp.' },
  answer: { done: 'Đã trình lãnh đạo. Phiếu chờ duyệt.' },
  approve: { done: 'Đã duyệt. Trung tâm 1022 kiểm tra rồi gửi người dân.' },
  'return-answer': { done: 'Đã trả lại kèm nhận xét.' },
  publish: { done: 'Đã công khai. Người gửi được báo câu trả lời.' },
  'publish-private': { done: 'Đã gửi câu trả lời riêng cho người gửi, không công khai.' },
  classify: { done: 'Đã phân loại. Đơn vị chủ trì thấy phiếu ngay.' },
  'guide-elsewhere': { done: 'Đã gửi hướng dẫn và kết thúc phiếu.' },
} as const;

export type DeskStep = keyof typeof DESK_STEPS;

type Values = Readonly<Record<string, string>>;

/** Turns the desk's forms into commands: names become codes, texts stay as typed. */
@Injectable()
export class DeskCommands {
  constructor(
    private readonly accept: AcceptTicket,
    private readonly saveDraft: SaveAnswerDraft,
    private readonly submit: SubmitAnswer,
    private readonly approve: ApproveAnswer,
    private readonly returnAnswer: ReturnAnswer,
    private readonly publish: PublishTicket,
    private readonly classify: ClassifyTicket,
    private readonly guide: GuideElsewhere,
    private readonly choices: Choices,
  ) {}

  /** @throws Problem as the commands do, with the names of the form's fields. */
  async run(step: DeskStep, ticketId: string, values: Values, ctx: CommandContext): Promise<void> {
    const reference: TicketReference = { ticketId, version: Number(values['version']) || 0 };
    switch (step) {
      case 'accept':
        await this.accept.execute(reference, ctx);
        return;
      case 'answer-draft':
        await this.saveDraft.execute({ ...reference, ...answerOf(values), draftVersion: draftVersion(values) }, ctx);
        return;
      case 'answer':
        await this.submit.execute({ ...reference, ...answerOf(values), draftVersion: draftVersion(values) }, ctx);
        return;
      case 'approve':
        await this.approve.execute(reference, ctx);
        return;
      case 'return-answer':
        await this.returnAnswer.execute({ ...reference, remarks: values['remarks'] ?? '' }, ctx);
        return;
      case 'publish': {
        const publicText = { title: values['publicTitle'] ?? '', question: values['publicQuestion'] ?? '' };
        await this.publish.execute({ ...reference, visibility: 'public', publicText }, ctx);
        return;
      }
      case 'publish-private':
        await this.publish.execute(
          { ...reference, visibility: 'private', privateReason: values['privateReason'] ?? '' },
          ctx,
        );
        return;
      case 'classify':
        await this.classifyFrom(reference, values, ctx);
        return;
      case 'guide-elsewhere': {
        const kind = values['kind'] === 'denunciation' ? 'denunciation' : 'complaint';
        await this.guide.execute({ ...reference, kind, text: values['text'] ?? '' }, ctx);
        return;
      }
    }
  }

  private async classifyFrom(reference: TicketReference, values: Values, ctx: CommandContext): Promise<void> {
    const errors: FieldError[] = [];
    const named = (name: string, code: (typed: string) => string | null, message: string): string | null => {
      const typed = (values[name] ?? '').trim();
      if (typed === '') return null;
      const found = code(typed);
      if (found === null) errors.push({ field: name, message });
      return found;
    };
    const wardCode = named(
      'ward',
      (typed) => this.choices.wardCode(typed),
      'Chưa rõ là phường, xã nào. Xin chọn trong danh sách.',
    );
    const unknownAgency = 'Chưa rõ là cơ quan nào. Xin chọn trong danh sách.';
    const subjectAgencyCode = named('subject', (typed) => this.choices.agencyCode(typed), unknownAgency);
    const leadAgencyCode = named('lead', (typed) => this.choices.agencyCode(typed), unknownAgency);
    if (errors.length > 0) throw Problem.invalid(errors);
    try {
      await this.classify.execute(
        { ...reference, categoryCode: values['categoryCode'] ?? '', wardCode, subjectAgencyCode, leadAgencyCode },
        ctx,
      );
    } catch (error) {
      throw error instanceof Problem && error.kind === 'invalid-input'
        ? Problem.invalid(error.fields.map(inForm), error.title)
        : error;
    }
  }
}

const FORM_FIELDS: Readonly<Record<string, string>> = {
  wardCode: 'ward',
  subjectAgencyCode: 'subject',
  leadAgencyCode: 'lead',
};

function inForm({ field, message }: FieldError): FieldError {
  return { field: FORM_FIELDS[field] ?? field, message };
}

function answerOf(values: Values): AnswerParts {
  return {
    found: values['found'] ?? '',
    done: values['done'] ?? '',
    doneOn: values['doneOn'] ?? null,
    inCharge: values['inCharge'] ?? '',
  };
}

function draftVersion(values: Values): number {
  return Number(values['draftVersion']) || 0;
}
