import { Injectable } from '@nestjs/common';
import { Attachments } from '../../attachments/index.js';
import type { CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { formatNearVi } from '../../sla/index.js';
import {
  AskCitizen,
  DecideExtension,
  ReclassifyTicket,
  RecordReply,
  ReportAction,
  RequestExtension,
  TransferTicket,
  type TicketReference,
} from '../../tickets/index.js';
import { Choices } from '../choices.js';
import type { SentForm, TimeStep, Values } from './desk-steps.js';

/** Names of the commands' fields → of the forms', of which several stand on one page. */
const FORM_FIELDS: Readonly<Partial<Record<TimeStep, Readonly<Record<string, string>>>>> = {
  action: { text: 'actionText' },
  question: { text: 'question' },
  reply: { text: 'reply' },
  reclassify: { categoryCode: 'newCategoryCode', remark: 'why' },
  transfer: { leadAgencyCode: 'newLead', remark: 'ground' },
};

/** Turns the forms that begin, move, hold and end clocks into commands. */
@Injectable()
export class TimeCommands {
  constructor(
    private readonly reportAction: ReportAction,
    private readonly askCitizen: AskCitizen,
    private readonly recordReply: RecordReply,
    private readonly requestExtension: RequestExtension,
    private readonly decideExtension: DecideExtension,
    private readonly reclassify: ReclassifyTicket,
    private readonly transfer: TransferTicket,
    private readonly attachments: Attachments,
    private readonly choices: Choices,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem as the commands do, with the names of the form's fields. */
  async run(step: TimeStep, reference: TicketReference, sent: SentForm, ctx: CommandContext): Promise<void> {
    try {
      await this.send(step, reference, sent, ctx);
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'invalid-input') throw error;
      const names = FORM_FIELDS[step] ?? {};
      const named = error.fields.map(({ field, message }) => ({ field: names[field] ?? field, message }));
      throw Problem.invalid(named, error.title);
    }
  }

  /** What a correction would do to the deadline, in a sentence; what is wrong with it, when something is. */
  async tryCorrection(reference: TicketReference, values: Values, ctx: CommandContext): Promise<string> {
    try {
      const { dueBefore, dueAfter } = await this.reclassify.preview({ ...reference, ...correctionOf(values) }, ctx);
      if (dueBefore === null || dueAfter === null || dueBefore.getTime() === dueAfter.getTime())
        return 'Hạn trả lời người dân giữ nguyên.';
      const now = this.clock.now();
      const late = dueAfter < now ? ' Hạn mới đã qua.' : '';
      return `Hạn trả lời người dân chuyển từ ${formatNearVi(dueBefore, now)} thành ${formatNearVi(dueAfter, now)}.${late}`;
    } catch (error) {
      if (!(error instanceof Problem) || error.kind === 'not-found') throw error;
      return error.fields[0]?.message ?? error.title;
    }
  }

  private async send(
    step: TimeStep,
    reference: TicketReference,
    { values, files }: SentForm,
    ctx: CommandContext,
  ): Promise<void> {
    const value = (name: string): string => values[name] ?? '';
    switch (step) {
      case 'action':
        await this.reportAction.execute({ ...reference, text: value('actionText'), actedAt: value('actedAt') }, ctx);
        return;
      case 'question':
        await this.askCitizen.execute({ ...reference, text: value('question') }, ctx);
        return;
      case 'reply': {
        const photos = await this.attachments.prepare(files('replyPhotos'), { field: 'replyPhotos' });
        await this.recordReply.execute({ ...reference, text: value('reply'), photos }, ctx);
        return;
      }
      case 'extension':
        await this.requestExtension.execute({ ...reference, reason: value('reason'), newDay: value('newDay') }, ctx);
        return;
      case 'extension-approve':
      case 'extension-refuse':
        await this.decideExtension.execute(
          { ...reference, approve: step === 'extension-approve', words: value('words') },
          ctx,
        );
        return;
      case 'reclassify':
        await this.reclassify.execute({ ...reference, ...correctionOf(values), remark: value('why') }, ctx);
        return;
      case 'transfer':
        await this.transfer.execute(
          {
            ...reference,
            leadAgencyCode: this.choices.typedAgency(value('newLead')),
            remark: value('ground'),
          },
          ctx,
        );
        return;
    }
  }
}

/** What a coordinator has chosen; what was not chosen stays as it is. */
function correctionOf(values: Values): {
  readonly categoryCode?: string;
  readonly boundary?: 'ordinary' | 'emergency';
  readonly priority?: 'normal' | 'high';
} {
  const { newCategoryCode, boundary, priority } = values;
  return {
    ...(newCategoryCode === undefined || newCategoryCode === '' ? {} : { categoryCode: newCategoryCode }),
    ...(boundary === 'ordinary' || boundary === 'emergency' ? { boundary } : {}),
    ...(priority === 'normal' || priority === 'high' ? { priority } : {}),
  };
}
