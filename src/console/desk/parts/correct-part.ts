import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../../identity/index.js';
import { formatNearVi } from '../../../sla/index.js';
import { CorrectTicket, Supplements, type CorrectionView, type TicketReference } from '../../../tickets/index.js';
import { Choices } from '../../choices.js';
import { field } from '../../form-field.js';
import { DeskPart, type Offered, type Section, type SectionFacts } from '../desk-part.js';
import type { Values } from '../desk-steps.js';
import { formStep } from '../form-step.js';
import { formOf, may, type StepFacts } from '../step.js';

/** A coordinator puts right what the ticket says; what stood there before stays in sight. */
@Injectable()
export class CorrectPart extends DeskPart {
  readonly steps = {
    correct: {
      done: 'Đã sửa. Bản trước vẫn giữ ở phiếu.',
      kind: 'correct',
      fields: {
        title: 'newTitle',
        words: 'newWords',
        placeText: 'newPlace',
        wardCode: 'newWard',
        point: 'newPoint',
        subjectAgencyCode: 'newSubject',
        remark: 'correctWhy',
      },
      words: { newTitle: 'Tiêu đề', newWords: 'Lời phản ánh', newPlace: 'Chỗ xảy ra', correctWhy: 'Vì sao sửa' },
    },
  };

  constructor(
    private readonly correct: CorrectTicket,
    private readonly supplements: Supplements,
    private readonly choices: Choices,
  ) {
    super();
  }

  offer(facts: StepFacts): Offered {
    if (!may(facts, 'correct')) return {};
    const { detail, choices } = facts;
    const form = formOf(facts, 'correct');
    const point = detail.lat === null || detail.lng === null ? '' : `${detail.lat}, ${detail.lng}`;
    return {
      beside: [
        formStep(facts, 'correct', 'correct', {
          group: 'record',
          title: 'Sửa nội dung, địa điểm…',
          icon: 'pen-line',
          folded: true,
          intro: 'Phiếu vẫn ở đơn vị đang giữ, hạn không đổi. Bản trước của mỗi chỗ sửa được giữ lại.',
          // Moving it and classifying it bring the same list.
          agencies: may(facts, 'transfer') || may(facts, 'classify') ? null : choices.agencyNames(),
          fields: [
            field(form, 'newTitle', 'Tiêu đề', detail.title, { required: false }),
            field(form, 'newWords', 'Lời phản ánh', detail.words, { kind: 'area', rows: 5 }),
            field(form, 'newWard', 'Phường, xã', detail.ward?.name ?? '', { required: false }),
            field(form, 'newPlace', 'Chỗ xảy ra', detail.placeText ?? '', { required: false }),
            field(form, 'newPoint', 'Điểm trên bản đồ', point, {
              required: false,
              hint: 'Vĩ độ, kinh độ, ví dụ 10.95740, 106.84270.',
            }),
            field(form, 'newSubject', 'Nói về cơ quan nào', detail.subject?.name ?? '', {
              required: false,
              list: 'ds-co-quan',
            }),
            field(form, 'correctWhy', 'Vì sao sửa', '', { kind: 'area', rows: 2 }),
          ],
          button: 'Sửa phiếu',
        }),
      ],
    };
  }

  override async sections({ detail, now }: SectionFacts): Promise<readonly Section[]> {
    const corrections = await this.supplements.corrections(detail.id);
    if (corrections.length === 0) return [];
    const mayMove = detail.actions.some(({ command, allowed }) => command === 'transfer' && allowed);
    const elsewhere = mayMove ? await this.supplements.routedElsewhere(detail.id) : null;
    return [
      {
        place: 'below',
        partial: 'console/partials/section-corrections',
        corrections: corrections.map((one) => correctionLine(one, now)),
        elsewhere: elsewhere?.name ?? null,
      },
    ];
  }

  async run(_step: string, reference: TicketReference, values: Values, ctx: CommandContext): Promise<void> {
    const { newWard, newSubject } = values;
    await this.correct.execute(
      {
        ...reference,
        title: values['newTitle'],
        words: values['newWords'],
        placeText: values['newPlace'],
        wardCode: newWard === undefined ? undefined : this.choices.typedWard(newWard),
        point: pointOf(values['newPoint']),
        subjectAgencyCode: newSubject === undefined ? undefined : this.choices.typedAgency(newSubject),
        remark: values['correctWhy'] ?? '',
      },
      ctx,
    );
  }
}

/** What cannot be read is nowhere on earth: the command says so with all else that is wrong. */
function pointOf(typed: string | undefined): { lat: number; lng: number } | null | undefined {
  if (typed === undefined) return undefined;
  if (typed.trim() === '') return null;
  const match = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(typed);
  return { lat: Number(match?.[1]), lng: Number(match?.[2]) };
}

const FIELD_NAMES: Readonly<Record<CorrectionView['field'], string>> = {
  title: 'Tiêu đề',
  words: 'Lời phản ánh',
  place: 'Chỗ xảy ra',
  ward: 'Phường, xã',
  point: 'Điểm trên bản đồ',
  subject: 'Nói về cơ quan',
};

function correctionLine({ field: name, before, after, byName, at, why }: CorrectionView, now: Date) {
  return {
    field: FIELD_NAMES[name],
    before: before ?? 'để trống',
    after: after ?? 'để trống',
    by: `${byName ?? 'Điều phối viên'}, ${formatNearVi(at, now)}`,
    why,
  };
}
