import { Injectable } from '@nestjs/common';
import { Attachments } from '../../../attachments/index.js';
import type { CommandContext } from '../../../identity/index.js';
import { formatDay } from '../../../kernel/index.js';
import { formatNearVi } from '../../../sla/index.js';
import { AnswerQueries, ReportDone, type CommitmentView, type TicketReference } from '../../../tickets/index.js';
import { field, filesField } from '../../form-field.js';
import { DeskPart, type Offered, type Section, type SectionFacts } from '../desk-part.js';
import type { SentForm, Values } from '../desk-steps.js';
import { fileLine } from '../file-line.js';
import { formStep } from '../form-step.js';
import { formOf, may, type Made, type StepFacts } from '../step.js';

/** What the answer promised to have done by a day: how it stands, and the report that it is done. */
@Injectable()
export class CommitmentPart extends DeskPart {
  readonly steps = {
    'report-done': {
      done: 'Đã báo xong việc đã hẹn. Người gửi được báo và có thể đánh giá.',
      kind: 'report-done',
      fields: { text: 'doneText' },
      words: { doneText: 'Đã làm xong những gì' },
    },
  };

  constructor(
    private readonly report: ReportDone,
    private readonly attachments: Attachments,
    private readonly answers: AnswerQueries,
  ) {
    super();
  }

  override offer(facts: StepFacts): Offered {
    return may(facts, 'report_done') ? { first: [doneStep(facts)] } : {};
  }

  override async sections({ detail, now }: SectionFacts): Promise<readonly Section[]> {
    const { commitment } = detail;
    if (commitment === null) return [];
    const { reportId } = commitment;
    const files = reportId === null ? [] : ((await this.answers.evidence([reportId], 'done')).get(reportId) ?? []);
    const partial = 'console/partials/section-commitment';
    return [{ place: 'below', partial, ...lookOf(commitment, now), files: files.map(fileLine) }];
  }

  async run(
    _step: string,
    reference: TicketReference,
    values: Values,
    ctx: CommandContext,
    files: SentForm['files'],
  ): Promise<void> {
    const prepared = await this.attachments.prepare(files('doneFiles'), { field: 'doneFiles', pdf: true });
    await this.report.execute({ ...reference, text: values['doneText'] ?? '', files: prepared }, ctx);
  }
}

function lookOf({ on, doneAt, late, words }: CommitmentView, now: Date) {
  const day = formatDay(on);
  if (doneAt !== null) {
    const at = formatNearVi(doneAt, now);
    return late
      ? { tone: 'late', icon: 'clock-alert', text: `Hẹn xong ${day}; báo xong trễ, ${at}`, words }
      : { tone: 'ok', icon: 'circle-check', text: `Hẹn xong ${day}; đã báo xong ${at}`, words };
  }
  return late
    ? { tone: 'late', icon: 'clock-alert', text: `Quá hẹn ${day}, chưa báo xong`, words }
    : { tone: 'info', icon: 'calendar-clock', text: `Hẹn xong ${day}`, words };
}

function doneStep(facts: StepFacts): Made {
  const { commitment } = facts.detail;
  const form = formOf(facts, 'report-done');
  const until = commitment === null ? '' : `Câu trả lời hẹn xong ${formatDay(commitment.on)}. `;
  return formStep(facts, 'report-done', 'report-done', {
    group: 'citizen',
    title: 'báo việc đã hẹn đã xong',
    icon: 'circle-check',
    intro: `${until}Báo xong thì người gửi nhận nguyên văn lời này và đánh giá lại; chưa báo thì phiếu chưa đóng.`,
    fields: [
      field(form, 'doneText', 'Đã làm xong những gì', '', {
        kind: 'area',
        rows: 4,
        hint: 'Ghi rõ việc, chỗ, ngày; ít nhất 20 ký tự.',
      }),
      filesField(form, 'doneFiles', 'Ảnh, biên bản đã làm xong, chỉ lưu trong phiếu', true),
    ],
    button: 'Báo đã xong',
  });
}
