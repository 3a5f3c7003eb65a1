import { Injectable } from '@nestjs/common';
import { allows, type Principal } from '../../identity/index.js';
import { Clock, dayInVietnam, formatDay } from '../../kernel/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { formatNearVi } from '../../sla/index.js';
import {
  daysAfter,
  isDay,
  MOST_POINTS,
  mondayOf,
  QualitySamples,
  SupervisionSettings,
  type SampleView,
} from '../../supervision/index.js';
import { StatusCounts, TicketQueries } from '../../tickets/index.js';
import { field, type FormState } from '../form-field.js';
import { navigation } from '../navigation.js';
import { clockOf, percentOf } from './domain/words.js';

export type QualityDone = 'rut' | 'cham' | 'tra-loi';

export interface SheetRequest {
  readonly id: string;
  readonly done: QualityDone | null;
  readonly form: FormState;
  readonly formKey: string | null;
  readonly problem: string | null;
}

const WEEK = 7;
const MONTHS = 6;

/** `/chat-luong`: calls drawn by lot, their scores, and what their operators say to it. */
@Injectable()
export class QualityPage {
  constructor(
    private readonly samples: QualitySamples,
    private readonly settings: SupervisionSettings,
    private readonly queries: TicketQueries,
    private readonly counts: StatusCounts,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  /** All of a week for who scores; for everybody else the own ones. */
  async list(
    principal: Principal,
    request: { readonly week: string | null; readonly done: QualityDone | null; readonly problem: string | null },
    page: PageContext,
  ): Promise<string> {
    const now = this.clock.now();
    const thisWeek = mondayOf(dayInVietnam(now));
    const asked = request.week !== null && isDay(request.week) ? mondayOf(request.week) : daysAfter(thisWeek, -WEEK);
    const week = asked > thisWeek ? thisWeek : asked;
    const scores = allows(principal, 'call.supervise');
    const me = principal.kind === 'staff' ? principal.accountId : '';
    const fromMonth = dayInVietnam(new Date(now.getTime() - MONTHS * 30 * 24 * 3_600_000)).slice(0, 7);
    const [draw, rows, own, averages, counts] = await Promise.all([
      scores ? this.samples.draw(week) : null,
      scores ? this.samples.ofWeek(principal, week) : [],
      this.samples.own(principal),
      this.samples.averages(fromMonth, scores ? null : me),
      this.counts.of(principal),
    ]);
    const { perOperator, minSeconds } = this.settings.quality;
    return this.pages.render(
      'console/supervision/quality',
      {
        nav: navigation(principal, { tabs: this.queries.tabs(principal), counts }, '/chat-luong'),
        done: request.done === 'rut',
        problem: request.problem,
        scorer: scores
          ? {
              week,
              from: formatDay(week),
              to: formatDay(daysAfter(week, 6)),
              previousHref: `/chat-luong?tuan=${daysAfter(week, -WEEK)}`,
              nextHref: week < thisWeek ? `/chat-luong?tuan=${daysAfter(week, WEEK)}` : null,
              draw: draw === null ? null : { ...draw, when: formatNearVi(draw.drawnAt, now) },
              drawable: draw === null && this.samples.isOver(week),
              perOperator,
              minSeconds,
              left: rows.filter(({ score }) => score === null).length,
              samples: rows.map((row) => lineOf(row, now)),
            }
          : null,
        own: own.map((row) => lineOf(row, now)),
        averages: averages.map(({ name, month, calls, percent }) => ({
          name,
          when: `${month.slice(5)}/${month.slice(0, 4)}`,
          calls,
          percent: percentOf(percent),
        })),
      },
      page,
    );
  }

  /** One score sheet: to be filled in, or to be read and answered. @throws Problem `not-found`. */
  async sheet(principal: Principal, request: SheetRequest, page: PageContext): Promise<string> {
    const now = this.clock.now();
    const [sample, counts] = await Promise.all([this.samples.one(principal, request.id), this.counts.of(principal)]);
    const { form } = request;
    const scorable = this.samples.mayScore(principal, sample) && sample.reply === null;
    const mine = principal.kind === 'staff' && principal.accountId === sample.accountId;
    const given = new Map(sample.score?.points.map(({ code, points }) => [code, String(points)]) ?? []);
    return this.pages.render(
      'console/supervision/quality-sheet',
      {
        title: mine ? 'Điểm cuộc gọi của tôi' : `Chấm cuộc gọi: ${sample.operatorName}`,
        nav: navigation(principal, { tabs: this.queries.tabs(principal), counts }, '/chat-luong'),
        id: sample.id,
        backHref: mine ? '/chat-luong' : `/chat-luong?tuan=${sample.weekOn}`,
        done: request.done === null ? null : { scored: request.done === 'cham' },
        problem: request.problem,
        errors: form.errors.length === 0 ? null : form.errors,
        ...lineOf(sample, now),
        score:
          sample.score === null
            ? null
            : {
                points: sample.score.points.map(({ name, points, code }) => ({
                  name,
                  points,
                  most: MOST_POINTS,
                  words: this.settings.quality.criteria.find((one) => one.code === code)?.words[points] ?? '',
                })),
                total: sample.score.total,
                most: sample.score.most,
                percent: percentOf(Math.round((sample.score.total * 1000) / sample.score.most) / 10),
                remark: sample.score.remark,
                byName: sample.score.byName,
                when: formatNearVi(sample.score.at, now),
              },
        said: sample.reply === null ? null : { words: sample.reply.text, when: formatNearVi(sample.reply.at, now) },
        form: scorable
          ? {
              key: request.formKey,
              again: sample.score !== null,
              criteria: this.settings.quality.criteria.map(({ code, name, words }) => ({
                code,
                name,
                error: form.errors.find((error) => error.field === code)?.message ?? null,
                choices: words.map((text, points) => ({
                  points,
                  words: text,
                  chosen: (form.values[code] ?? given.get(code)) === String(points),
                })),
              })),
              remark: field(form, 'remark', 'Nhận xét', sample.score?.remark ?? '', {
                kind: 'area',
                rows: 4,
                required: false,
                hint: 'Điều làm tốt, điều nên làm khác. Tổng đài viên đọc được.',
              }),
            }
          : null,
        answer:
          mine && sample.score !== null
            ? {
                key: request.formKey,
                reply: field(form, 'reply', 'Ý kiến của tôi', sample.reply?.text ?? '', { kind: 'area', rows: 4 }),
              }
            : null,
      },
      page,
    );
  }
}

function lineOf({ id, operatorName, place, call, score, reply }: SampleView, now: Date): object {
  const talked = call?.talkingSeconds ?? null;
  return {
    id,
    href: `/chat-luong/${id}`,
    operator: operatorName,
    place,
    when: call === null ? '' : formatNearVi(call.startedAt, now),
    talked: talked === null ? null : clockOf(talked),
    recordingUrl: call?.recordingUrl ?? null,
    result: score === null ? null : `${String(score.total)}/${String(score.most)}`,
    replied: reply !== null,
  };
}
