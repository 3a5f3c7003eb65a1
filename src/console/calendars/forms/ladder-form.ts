import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../identity/index.js';
import { Clock, dayInVietnam, Problem } from '../../../kernel/index.js';
import { Pages, type PageContext } from '../../../platform/templates/index.js';
import {
  ANY,
  dayNumber,
  dayText,
  type ClockKind,
  type EscalationStepRow,
  type RecipientRole,
  type SlaRows,
  type StepAction,
} from '../../../sla/index.js';
import { field, type FormState } from '../../form-field.js';
import { Frames } from '../frame.js';
import { ladderLine, ordered } from '../ladders-page.js';
import { ACTION_NAMES, CLOCK_NAMES, markVi, RECIPIENT_NAMES } from '../rule-words.js';
import { RulesOfTime } from '../rules-of-time.js';
import { checkbox, orNull, problemsOf, type ChangeForm, type FormRequest, type Values } from './change-form.js';
import { classOptions } from './policy-form.js';

/** Steps that can be written at once; empty ones are left out. */
const ROWS = 8;
const SPARE = 2;

/** A new version of a ladder from a day on, or a version switched off or on as a whole. */
@Injectable()
export class LadderForm implements ChangeForm {
  constructor(
    private readonly rules: RulesOfTime,
    private readonly frames: Frames,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  async render(principal: Principal, { query, form, formKey }: FormRequest, page: PageContext): Promise<string> {
    const [rows, frame] = await Promise.all([this.rules.read(), this.frames.of(principal, '/quan-tri/leo-thang')]);
    const kind = (form.values['clock'] ?? query['dong-ho'] ?? '') as ClockKind;
    if (!Object.hasOwn(CLOCK_NAMES, kind)) throw Problem.notFound('Không có đồng hồ này.');
    const slaClass = form.values['slaClass'] ?? query['lop'] ?? ANY;
    const base = baseOf(rows, kind, query);
    const tomorrow = dayText(dayNumber(dayInVietnam(this.clock.now())) + 1);
    const [first] = base;
    const count = Math.min(ROWS, Math.max(base.length + SPARE, sentRows(form.values)));
    const model = {
      ...frame,
      title: 'Leo thang mới',
      heading: `Leo thang: ${CLOCK_NAMES[kind]}`,
      lead: 'Bộ bước mới áp dụng cho việc bắt đầu từ ngày có hiệu lực; việc đang chạy theo bộ bước cũ.',
      notice: null,
      errors: problemsOf(form.errors),
      formKey,
      action: `/quan-tri/leo-thang/moi?${new URLSearchParams(query).toString()}`,
      back: `/quan-tri/leo-thang#${kind}`,
      hidden: [
        { name: 'clock', value: kind },
        { name: 'version', value: first === undefined ? '' : String(first.version) },
        { name: 'was', value: first?.slaClass ?? '' },
      ],
      now: first === undefined ? null : ladderLine(base),
      about: [
        field(form, 'slaClass', 'Lớp', slaClass, { kind: 'select', options: classOptions(rows, slaClass) }),
        field(form, 'validFrom', 'Áp dụng từ ngày', tomorrow, { kind: 'date' }),
        field(form, 'basis', 'Căn cứ', first?.basis ?? '', { required: false }),
      ],
      steps: Array.from({ length: count }, (_, index) => stepView(form, index, base[index])),
      note: field(form, 'note', 'Lý do thay đổi', '', { kind: 'area', rows: 2 }),
      toggles: togglesOf(base),
    };
    return this.pages.render('console/calendars/form-ladder', model, page);
  }

  proposal(values: Values): object {
    const clock = values['clock'];
    const [what = '', mark = null] = (values['action'] ?? '').split(' ');
    if (what === 'off' || what === 'on') {
      const version = Number(values['version']);
      return {
        kind: 'ladder',
        action: 'switch',
        version,
        clock,
        slaClass: values['was'],
        mark,
        enabled: what === 'on',
      };
    }
    return {
      kind: 'ladder',
      action: 'version',
      clock,
      slaClass: values['slaClass'],
      validFrom: values['validFrom'],
      basis: orNull(values['basis']),
      steps: filledRows(values).map((index) => ({
        mark: (values[`s${String(index)}.mark`] ?? '').replaceAll(/\s/g, ''),
        recipients: ticked(values, index, Object.keys(RECIPIENT_NAMES)),
        actions: ticked(values, index, Object.keys(ACTION_NAMES)),
        atOnce: values[`s${String(index)}.atOnce`] === 'yes',
        enabled: values[`s${String(index)}.enabled`] === 'yes',
      })),
    };
  }

  fieldOf(name: string): string {
    // Steps are counted in the proposal without the empty rows, which mostly stand at the end.
    const [, index, part] = /^steps\.(\d+)\.?(\w*)/.exec(name) ?? [];
    if (index !== undefined) return `s${index}.${part === '' || part === undefined ? 'mark' : part}`;
    return name === 'steps' ? 's0.mark' : name;
  }
}

function baseOf(rows: SlaRows, kind: ClockKind, query: Values): EscalationStepRow[] {
  return ordered(
    rows.steps.filter(
      (step) => step.clock === kind && step.slaClass === query['lop'] && step.version === Number(query['ban']),
    ),
  );
}

/** Buttons that switch one step, or all of them, off or on at once: also for what runs already. */
function togglesOf(steps: readonly EscalationStepRow[]): { value: string; label: string; icon: string }[] {
  if (steps.length === 0) return [];
  const anyOn = steps.some(({ enabled }) => enabled);
  const one = (on: boolean, mark: string, label: string): { value: string; label: string; icon: string } => ({
    value: `${on ? 'on' : 'off'}${mark}`,
    label: `${on ? 'Bật' : 'Tắt'} ${label}`,
    icon: on ? 'play' : 'pause',
  });
  return [
    ...steps.map(({ mark, enabled }) => one(!enabled, ` ${mark}`, `bước ${markVi(mark)}`)),
    one(!anyOn, '', 'mọi bước'),
  ];
}

function stepView(form: FormState, index: number, step: EscalationStepRow | undefined): object {
  const prefix = `s${String(index)}`;
  const has = (list: string | undefined, name: string): boolean => list?.split(',').includes(name) ?? false;
  const errors = form.errors.filter((error) => error.field.startsWith(`${prefix}.`));
  const errorAt = (part: string): string | null =>
    errors.find((error) => error.field === `${prefix}.${part}`)?.message ?? null;
  return {
    number: index + 1,
    mark: field(form, `${prefix}.mark`, 'Mốc', step?.mark ?? '', {
      required: index === 0,
      hint: index === 0 ? '50% đã dùng nửa thời gian, 100% quá hạn, +2wd sau hạn 2 ngày làm việc.' : null,
    }),
    recipients: {
      id: `f-${prefix}.recipients`,
      label: 'Báo cho',
      error: errorAt('recipients'),
      boxes: Object.entries(RECIPIENT_NAMES).map(([role, name]) =>
        checkbox(form, `${prefix}.${role}`, name, has(step?.recipients, role as RecipientRole)),
      ),
    },
    actions: {
      id: `f-${prefix}.actions`,
      label: 'Và làm',
      error: errorAt('actions'),
      boxes: [
        ...Object.entries(ACTION_NAMES).map(([action, name]) =>
          checkbox(
            form,
            `${prefix}.${action}`,
            name,
            step === undefined ? action === 'notify' : has(step.actions, action as StepAction),
          ),
        ),
        checkbox(form, `${prefix}.atOnce`, 'báo ngay, cả ngoài giờ', step?.atOnce ?? false),
        checkbox(form, `${prefix}.enabled`, 'bước đang bật', step?.enabled ?? true),
      ],
    },
  };
}

function ticked(values: Values, index: number, names: readonly string[]): string[] {
  return names.filter((name) => values[`s${String(index)}.${name}`] === 'yes');
}

/** The rows somebody has written in; a mark makes a step, and so does a recipient without one. */
function filledRows(values: Values): number[] {
  return Array.from({ length: ROWS }, (_, index) => index).filter(
    (index) =>
      (values[`s${String(index)}.mark`] ?? '').trim() !== '' ||
      ticked(values, index, Object.keys(RECIPIENT_NAMES)).length > 0,
  );
}

function sentRows(values: Values): number {
  return 1 + Math.max(-1, ...filledRows(values));
}
