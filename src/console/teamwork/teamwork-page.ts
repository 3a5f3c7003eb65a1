import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import { allows, Deputies, type Principal, type StandInView } from '../../identity/index.js';
import { Clock, dayInVietnam, formatDay, Problem } from '../../kernel/index.js';
import { Locale, Pages, type PageContext } from '../../platform/templates/index.js';
import { AssignmentRules, type Colleague } from '../../teamwork/index.js';
import { StatusCounts, TicketQueries } from '../../tickets/index.js';
import { Choices } from '../choices.js';
import { field, type FormField, type FormState, type SelectOption } from '../form-field.js';
import { navigation } from '../navigation.js';

/** The forms of the page. */
/** Chosen for a rule in place of a person. A form that nobody has touched makes no rule. */
export const LEAST_BUSY = 'it-phieu-nhat';

export type TeamworkForm = 'rule' | 'absence' | 'deputation';

export const TEAMWORK_PATH = '/don-vi/phan-cong';

/** What was just done, as it stands in the address. */
export const TEAMWORK_DONE = ['quy-tac', 'bo-quy-tac', 'vang', 'bo-vang', 'ky-thay', 'bo-ky-thay'] as const;
export type TeamworkDone = (typeof TEAMWORK_DONE)[number];

export interface TeamworkRequest {
  readonly done: TeamworkDone | null;
  /** The form that came back; null: none. */
  readonly sent: TeamworkForm | null;
  readonly form: FormState;
  /** Repeats the key of the form that came back. */
  readonly formKey: string | null;
  /** Why it could not be done, when no field is wrong. */
  readonly problem: string | null;
}

/** `/don-vi/phan-cong`: who has how much, who gets what, who is away, who signs for whom. */
@Injectable()
export class TeamworkPage {
  constructor(
    private readonly rules: AssignmentRules,
    private readonly deputies: Deputies,
    private readonly choices: Choices,
    private readonly directory: Directory,
    private readonly queries: TicketQueries,
    private readonly counts: StatusCounts,
    private readonly clock: Clock,
    private readonly locale: Locale,
    private readonly pages: Pages,
  ) {}

  /** @throws Problem `not-found` for whoever works in no agency. */
  async render(principal: Principal, request: TeamworkRequest, page: PageContext): Promise<string> {
    const agencyCode = this.agencyOf(principal);
    const isHead = allows(principal, 'deputy.edit');
    const [people, rules, absences, deputations, counts] = await Promise.all([
      this.rules.colleagues(principal, agencyCode),
      isHead ? this.rules.list(principal, agencyCode) : [],
      this.deputies.absences(principal, agencyCode),
      isHead ? this.deputies.deputations(principal, agencyCode) : [],
      this.counts.of(principal),
    ]);
    const self = principal.kind === 'staff' ? principal.accountId : '';
    const t = (key: string): string => this.locale.text(`teamwork.${key}`);
    const formOf = (name: TeamworkForm): FormState =>
      request.sent === name ? request.form : { values: {}, errors: [] };
    const keyOf = (name: TeamworkForm): string | null => (request.sent === name ? request.formKey : null);
    const errorsOf = (name: TeamworkForm): FormState['errors'] | null => {
      const { errors } = formOf(name);
      return errors.length === 0 ? null : errors;
    };
    return this.pages.render(
      'console/teamwork',
      {
        nav: navigation(principal, { tabs: this.queries.tabs(principal), counts }, TEAMWORK_PATH),
        agency: this.directory.agency(agencyCode)?.shortName ?? agencyCode,
        done: request.done === null ? null : t(`done.${request.done}`),
        problem: request.problem,
        people: people.map((person) => ({
          name: person.name,
          openTickets: person.openTickets,
          today: this.todayOf(person),
          away: person.away !== null,
        })),
        rules: isHead
          ? {
              lines: rules.map(({ id, wardName, categoryName, accountName }) => {
                const what = `${categoryName ?? t('every_category')}, ${wardName ?? t('every_ward')}`;
                return { id, what, to: accountName ?? t('by_load') };
              }),
              key: keyOf('rule'),
              errors: errorsOf('rule'),
              fields: this.ruleFields(formOf('rule'), people),
              wards: this.choices.wardNames(),
            }
          : null,
        absences: {
          lines: absences.map((line) => ({
            ...standInLine(line),
            removable: isHead || line.accountId === self,
          })),
          key: keyOf('absence'),
          errors: errorsOf('absence'),
          fields: this.absenceFields(
            formOf('absence'),
            isHead ? people : people.filter(({ id }) => id === self),
            people,
          ),
        },
        deputies: isHead
          ? {
              lines: deputations.map((line) => ({ ...standInLine(line), deputy: line.deputyName ?? '' })),
              key: keyOf('deputation'),
              errors: errorsOf('deputation'),
              fields: this.deputyFields(
                formOf('deputation'),
                people.filter(({ id }) => id !== self),
              ),
            }
          : null,
      },
      page,
    );
  }

  /** @throws Problem `not-found` for whoever works in no agency's team. */
  agencyOf(principal: Principal): string {
    const works = allows(principal, 'ticket.accept') || allows(principal, 'deputy.edit');
    if (principal.kind !== 'staff' || !works) throw Problem.notFound('Không tìm thấy trang này.');
    return principal.agencyCode;
  }

  private todayOf({ away }: Colleague): string {
    if (away === null) return this.locale.text('teamwork.present');
    const to = formatDay(away.toOn);
    return away.deputyName === null
      ? this.locale.text('teamwork.away', { to })
      : this.locale.text('teamwork.away_deputy', { to, name: away.deputyName });
  }

  private ruleFields(form: FormState, people: readonly Colleague[]): FormField[] {
    return [
      field(form, 'ruleCategory', 'Lĩnh vực', '', {
        kind: 'select',
        options: this.choices.categories(form.values['ruleCategory'] ?? '', 'Mọi lĩnh vực'),
      }),
      field(form, 'ruleWard', 'Phường, xã', '', {
        list: 'ds-phuong-xa',
        required: false,
        hint: 'Bỏ trống là mọi phường, xã.',
      }),
      field(form, 'ruleAccount', 'Giao cho', '', {
        kind: 'select',
        options: persons(people, form.values['ruleAccount'] ?? '', 'Chọn người', {
          [LEAST_BUSY]: 'Người đang giữ ít phiếu nhất',
        }),
      }),
    ];
  }

  private absenceFields(form: FormState, who: readonly Colleague[], people: readonly Colleague[]): FormField[] {
    const today = dayInVietnam(this.clock.now());
    return [
      field(form, 'absentId', 'Ai vắng', '', {
        kind: 'select',
        options: persons(who, form.values['absentId'] ?? (who.length === 1 ? (who[0]?.id ?? '') : ''), 'Chọn người'),
      }),
      field(form, 'absentDeputy', 'Người làm thay', '', {
        kind: 'select',
        required: false,
        options: persons(people, form.values['absentDeputy'] ?? '', 'Chưa có'),
      }),
      field(form, 'absentFrom', 'Từ ngày', today, { kind: 'date' }),
      field(form, 'absentTo', 'Đến hết ngày', today, { kind: 'date' }),
    ];
  }

  private deputyFields(form: FormState, people: readonly Colleague[]): FormField[] {
    const today = dayInVietnam(this.clock.now());
    return [
      field(form, 'deputyId', 'Người ký thay', '', {
        kind: 'select',
        options: persons(people, form.values['deputyId'] ?? '', 'Chọn người'),
      }),
      field(form, 'deputyFrom', 'Từ ngày', today, { kind: 'date' }),
      field(form, 'deputyTo', 'Đến hết ngày', today, { kind: 'date' }),
    ];
  }
}

function persons(
  people: readonly Colleague[],
  chosen: string,
  none: string,
  others: Readonly<Record<string, string>> = {},
): SelectOption[] {
  const first = Object.entries({ '': none, ...others });
  return [
    ...first.map(([value, label]) => ({ value, label, selected: chosen === value, subject: false })),
    ...people.map(({ id, name }) => ({ value: id, label: name, selected: id === chosen, subject: false })),
  ];
}

function standInLine({ id, accountName, deputyName, fromOn, toOn }: StandInView): {
  readonly id: string;
  readonly name: string;
  readonly deputyName: string | null;
  readonly when: string;
} {
  const when = fromOn === toOn ? formatDay(fromOn) : `${formatDay(fromOn)} đến hết ${formatDay(toOn)}`;
  return { id, name: accountName, deputyName, when };
}
