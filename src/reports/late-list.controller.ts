import { Controller, Get, Header, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Context, Viewing, type CommandContext } from '../identity/index.js';
import { BYTE_ORDER_MARK, Clock, csvLine, dayInVietnam, formatInstant } from '../kernel/index.js';
import { Permit, valid } from '../platform/http/index.js';
import { Pages, type PageContext } from '../platform/templates/index.js';
import { monthNameOf, monthOf, type Month } from './domain/late-list.js';
import { LateListQuery, type LateLine } from './late-list-query.js';
import { staffNav } from './staff-nav.js';

const PAGE = 100;
const CSV_PORTION = 500;

// A month that is none shows this one; nobody types one.
const querySchema = z.object({ thang: z.string().max(10).optional(), sau: z.string().max(60).optional() });
type LateQuery = z.output<typeof querySchema>;

/** The monthly late list: which deadlines were missed, and who held each at that moment. */
@Controller('toan-canh')
@Permit('overview.read')
export class LateListController {
  constructor(
    private readonly list: LateListQuery,
    private readonly pages: Pages,
    private readonly clock: Clock,
  ) {}

  @Get('tre-han')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async show(
    @Query(valid(querySchema)) { thang, sau }: LateQuery,
    @Context() { principal }: CommandContext,
    @Viewing() page: PageContext,
  ): Promise<string> {
    const month = this.month(thang);
    const [totals, { lines, nextCursor }] = await Promise.all([
      this.list.totals(month),
      this.list.page(month, sau ?? null, PAGE),
    ]);
    const current = monthNameOf(this.clock.now());
    const model = {
      nav: principal.kind === 'staff' ? staffNav(principal, '/toan-canh') : [],
      month: monthWords(month),
      at: this.clock.now(),
      ...totals,
      lines,
      first: sau === undefined,
      firstHref: `/toan-canh/tre-han?thang=${month.name}`,
      moreHref: nextCursor === null ? null : `/toan-canh/tre-han?thang=${month.name}&sau=${nextCursor}`,
      previousHref: `/toan-canh/tre-han?thang=${neighbour(month, -1)}`,
      nextHref: month.name >= current ? null : `/toan-canh/tre-han?thang=${neighbour(month, 1)}`,
      csvHref: `/toan-canh/tre-han.csv?thang=${month.name}`,
    };
    return this.pages.render('console/overview-late', model, page);
  }

  @Get('tre-han.csv')
  async csv(@Query(valid(querySchema)) { thang }: LateQuery, @Res() response: Response): Promise<void> {
    const month = this.month(thang);
    const portions = [BYTE_ORDER_MARK, csvLine(COLUMNS.map(([title]) => title))];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<LateListQuery['page']>> = await this.list.page(month, cursor, CSV_PORTION);
      portions.push(...page.lines.map((line) => csvLine(COLUMNS.map(([, value]) => value(line)))));
      cursor = page.nextCursor;
    } while (cursor !== null);
    response
      .type('text/csv; charset=utf-8')
      .set('content-disposition', `attachment; filename="tre-han-${month.name}.csv"`)
      .set('cache-control', 'no-store')
      .send(portions.join(''));
  }

  private month(text: string | undefined): Month {
    const now = monthOf(monthNameOf(this.clock.now()));
    const month = text === undefined ? now : (monthOf(text) ?? now);
    if (month === null) throw new RangeError('the clock shows a year that is none');
    return month;
  }
}

const COLUMNS: readonly (readonly [title: string, value: (line: LateLine) => string])[] = [
  ['Mã phiếu', ({ code }) => code],
  ['Việc', ({ subject }) => subject],
  ['Thời hạn của', ({ clock }) => clock],
  ['Đơn vị giữ khi hết hạn', ({ agency }) => agency],
  ['Người giữ khi hết hạn', ({ person }) => person],
  ['Hạn', ({ dueAt }) => formatInstant(dueAt, { year: true })],
  ['Thời hạn cho phép', ({ limit }) => limit],
  ['Thời gian đã dùng', ({ used }) => used],
  ['Đến nay', ({ outcome }) => outcome],
  ['Lúc', ({ endedAt }) => (endedAt === null ? '' : formatInstant(endedAt, { year: true }))],
];

/** "tháng 11/2026". */
function monthWords({ name }: Month): string {
  const [year = '', month = ''] = name.split('-');
  return `tháng ${month}/${year}`;
}

/** The month before or after. */
function neighbour({ from, to }: Month, step: -1 | 1): string {
  return step === 1 ? monthNameOf(to) : dayInVietnam(new Date(from.getTime() - 1)).slice(0, 7);
}
