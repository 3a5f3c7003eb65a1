import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Problem, type FieldError } from '../../kernel/index.js';
import {
  AcceptTicket,
  ApproveAnswer,
  ClassifyTicket,
  GuideElsewhere,
  ReturnAnswer,
  type TicketReference,
} from '../../tickets/index.js';
import { Choices } from '../choices.js';
import { AnswerDesk } from './answer-desk.js';
import { TIME_STEPS, type DeskStep, type SentForm, type TimeStep, type Values } from './desk-steps.js';
import { TimeCommands } from './time-commands.js';

type OwnStep = Exclude<DeskStep, TimeStep>;

/** Turns the desk's forms into commands: names become codes, texts stay as typed. */
@Injectable()
export class DeskCommands {
  constructor(
    private readonly accept: AcceptTicket,
    private readonly approve: ApproveAnswer,
    private readonly returnAnswer: ReturnAnswer,
    private readonly answers: AnswerDesk,
    private readonly classify: ClassifyTicket,
    private readonly guide: GuideElsewhere,
    private readonly choices: Choices,
    private readonly time: TimeCommands,
  ) {}

  /** @throws Problem as the commands do, with the names of the form's fields. */
  async run(step: DeskStep, ticketId: string, { values, files }: SentForm, ctx: CommandContext): Promise<void> {
    const reference: TicketReference = { ticketId, version: Number(values['version']) || 0 };
    if (isTimeStep(step)) await this.time.run(step, reference, { values, files }, ctx);
    else await this.send(step, reference, { values, files }, ctx);
  }

  private async send(
    step: OwnStep,
    reference: TicketReference,
    { values, files }: SentForm,
    ctx: CommandContext,
  ): Promise<void> {
    switch (step) {
      case 'accept':
        await this.accept.execute(reference, ctx);
        return;
      case 'answer-draft':
      case 'answer':
        await this.answers.send(step, reference, { values, files: files('evidence') }, ctx);
        return;
      case 'approve':
        await this.approve.execute(reference, ctx);
        return;
      case 'return-answer':
        await this.returnAnswer.execute({ ...reference, remarks: values['remarks'] ?? '' }, ctx);
        return;
      case 'publish':
      case 'publish-kept':
      case 'publish-private':
        await this.answers.pass(reference, values, step, ctx);
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
    const { categoryCode = '', ward = '', subject = '', lead = '' } = values;
    const input = {
      ...reference,
      categoryCode,
      wardCode: this.choices.typedWard(ward) || null,
      subjectAgencyCode: this.choices.typedAgency(subject) || null,
      leadAgencyCode: this.choices.typedAgency(lead) || null,
    };
    try {
      await this.classify.execute(input, ctx);
    } catch (error) {
      throw error instanceof Problem && error.kind === 'invalid-input'
        ? Problem.invalid(error.fields.map(inForm), error.title)
        : error;
    }
  }
}

function isTimeStep(step: DeskStep): step is TimeStep {
  return (TIME_STEPS as readonly DeskStep[]).includes(step);
}

const FORM_FIELDS: Readonly<Record<string, string>> = {
  wardCode: 'ward',
  subjectAgencyCode: 'subject',
  leadAgencyCode: 'lead',
};

function inForm({ field, message }: FieldError): FieldError {
  return { field: FORM_FIELDS[field] ?? field, message };
}
