import { Injectable } from '@nestjs/common';
import type { Principal } from '../../identity/index.js';
import { Clock, dayInVietnam } from '../../kernel/index.js';
import { Config } from '../../platform/config/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { formatNearVi } from '../../sla/index.js';
import { midnight, WallboardLinks } from '../../supervision/index.js';
import {
  CallQueries,
  FiguresOfCalls,
  OPERATOR_STATE_LABELS,
  OperatorLines,
  OperatorStates,
  type CallView,
  type OperatorState,
  type ShiftFigures,
} from '../../telephony/index.js';
import { StatusCounts, TicketQueries } from '../../tickets/index.js';
import { field, type FormState } from '../form-field.js';
import { navigation } from '../navigation.js';
import { clockOf, maskedPhone, percentOf } from './domain/words.js';

export interface SuperviseRequest {
  readonly done: 'tao' | 'thu-hoi' | null;
  readonly form: FormState;
  readonly formKey: string | null;
  /** Why it could not be done, when no field is wrong. */
  readonly problem: string | null;
}

const MOST_ENDED = 20;
const TONES: Readonly<Record<OperatorState, string>> = {
  talking: 'info',
  ready: 'ok',
  wrapup: 'soon',
  break: 'hold',
  offline: '',
};
const ORDER: readonly OperatorState[] = ['talking', 'ready', 'wrapup', 'break', 'offline'];

/** `/giam-sat`: who talks with whom at this moment, how the day went, and screens on the wall. */
@Injectable()
export class SupervisePage {
  constructor(
    private readonly calls: CallQueries,
    private readonly lines: OperatorLines,
    private readonly states: OperatorStates,
    private readonly figures: FiguresOfCalls,
    private readonly links: WallboardLinks,
    private readonly queries: TicketQueries,
    private readonly counts: StatusCounts,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  async render(principal: Principal, request: SuperviseRequest, page: PageContext): Promise<string> {
    const now = this.clock.now();
    const [open, day, operators, states, figures, links, counts] = await Promise.all([
      this.calls.open(principal),
      this.calls.ofDay(principal, null, null),
      this.lines.all(),
      this.states.now(),
      this.figures.between(midnight(dayInVietnam(now)), new Date(now.getTime() + 1)),
      this.links.list(),
      this.counts.of(principal),
    ]);
    const extension = new Map(operators.map((one) => [one.accountId, one.extension]));
    const own = principal.kind === 'staff' ? (extension.get(principal.accountId) ?? '') : '';
    const { form } = request;
    return this.pages.render(
      'console/supervision/supervise',
      {
        nav: navigation(principal, { tabs: this.queries.tabs(principal), counts }, '/giam-sat'),
        done: request.done === null ? null : { made: request.done === 'tao' },
        problem: request.problem,
        now: now.toISOString(),
        // Whoever is held back hears the engaged tone and waits for nobody.
        calls: open
          .filter(({ blocked }) => !blocked)
          .map((call) => ({
            ...callLine(call, now),
            listenHref: this.listenHref(call, extension.get(call.holderAccountId ?? '') ?? null, own),
          })),
        operators: operators
          .map((operator) => ({ operator, state: states.find(({ accountId }) => accountId === operator.accountId) }))
          .sort((a, b) => ORDER.indexOf(a.state?.state ?? 'offline') - ORDER.indexOf(b.state?.state ?? 'offline'))
          .map(({ operator, state }) =>
            operatorLine(operator, state?.state ?? 'offline', state?.since ?? null, now, figures),
          ),
        ended: day.items
          .filter(({ state, direction }) => state === 'ended' && direction !== null)
          .slice(0, MOST_ENDED)
          .map((call) => endedLine(call, now)),
        figures: figuresLine(figures),
        links: links.map(({ id, name, url, byName, createdAt }) => ({
          id,
          name,
          url,
          byName,
          when: formatNearVi(createdAt, now),
        })),
        form: {
          key: request.formKey,
          name: field(form, 'name', 'Màn hình nào', '', { hint: 'Ví dụ: Màn hình phòng trực tầng 2.' }),
        },
      },
      page,
    );
  }

  /** Where the exchange lets somebody listen in; null: not set up, or nobody of the house talks. */
  private listenHref(call: CallView, extension: string | null, own: string): string | null {
    const template = this.config.ctiListenUrl;
    if (template === null || call.state !== 'talking' || extension === null) return null;
    return template
      .replaceAll('{extension}', encodeURIComponent(extension))
      .replaceAll('{listener}', encodeURIComponent(own))
      .replaceAll('{pbx}', encodeURIComponent(call.pbx));
  }
}

function who({ number, numberKind }: CallView): string {
  // There is one, for those who may know it.
  if (number === null && numberKind === 'phone') return 'số điện thoại';
  if (number === null) return numberKind === 'withheld' ? 'số ẩn' : 'không rõ số';
  return numberKind === 'internal' ? `máy lẻ ${number}` : maskedPhone(number);
}

function callLine(call: CallView, now: Date): object {
  const since = call.answeredAt ?? call.startedAt;
  const talking = call.state === 'talking';
  return {
    id: call.id,
    who: who(call),
    out: call.direction === 'out',
    talking,
    voicemail: call.voicemail,
    operator: call.operator?.name ?? call.line,
    queue: call.queue,
    since: since.toISOString(),
    clock: clockOf((now.getTime() - since.getTime()) / 1000),
  };
}

function endedLine(call: CallView, now: Date): object {
  return {
    who: who(call),
    out: call.direction === 'out',
    operator: call.operator?.name ?? call.line,
    when: formatNearVi(call.startedAt, now),
    talked: call.talkingSeconds === null ? null : clockOf(call.talkingSeconds),
    waited: clockOf(call.waitingSeconds ?? 0),
    missed: call.missed,
    blocked: call.blocked,
    voicemail: call.voicemail,
    recordingUrl: call.recordingUrl,
  };
}

function operatorLine(
  {
    accountId,
    name,
    extension,
  }: { readonly accountId: string; readonly name: string; readonly extension: string | null },
  state: OperatorState,
  since: Date | null,
  now: Date,
  figures: ShiftFigures,
): object {
  const own = figures.operators.find((one) => one.accountId === accountId);
  return {
    name,
    extension,
    label: OPERATOR_STATE_LABELS[state],
    tone: TONES[state],
    since: since?.toISOString() ?? null,
    clock: since === null || state === 'offline' ? null : clockOf((now.getTime() - since.getTime()) / 1000),
    answered: (own?.answered ?? 0) + (own?.takenOver ?? 0),
    calledOut: own?.calledOut ?? 0,
    talked: clockOf(own?.talkSeconds ?? 0),
    handling: own?.averageHandlingSeconds === null || own === undefined ? null : clockOf(own.averageHandlingSeconds),
  };
}

function figuresLine({ incoming, serviceLevel, averageWaitSeconds, abandonedShare }: ShiftFigures): object {
  return {
    offered: incoming.offered,
    answered: incoming.answered,
    abandoned: incoming.abandoned,
    abandonedShare: abandonedShare === null ? null : percentOf(abandonedShare),
    missed: incoming.missed,
    level: serviceLevel === null ? null : percentOf(serviceLevel),
    wait: averageWaitSeconds === null ? null : clockOf(averageWaitSeconds),
    longest: clockOf(incoming.longestWaitSeconds),
  };
}
