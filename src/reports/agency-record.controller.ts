import { Controller, Get, Header, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Directory } from '../agencies/index.js';
import { allows, Context, Viewing, type CommandContext } from '../identity/index.js';
import { BYTE_ORDER_MARK, Clock, csvLine, dayInVietnam, Problem } from '../kernel/index.js';
import { Permit, valid } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import { TicketQueries } from '../tickets/index.js';
import { AgencyRecordQuery } from './agency-record-query.js';
import { isRecordFigure, RECORD_FIGURES, sentShare, totalOf, type RecordFigures } from './domain/agency-record.js';
import { monthNameOf, monthOf, type Month } from './domain/late-list.js';
import { staffNav } from './staff-nav.js';

const HTML = 'text/html; charset=utf-8';
const PAGE = 100;
const PATH = '/toan-canh/don-vi';

const short = z.string().max(60).optional();
const monthQuery = z.object({ thang: short });
const listQuery = z.object({
  thang: short,
  'don-vi': z.string().max(40).default(''),
  so: z.string().max(40).default(''),
  sau: short,
});

/** What each agency held, gave back, prolonged, had sent back and owed in a month; every figure opens its tickets. */
@Controller('toan-canh')
@Permit('overview.read')
export class AgencyRecordController {
  constructor(
    private readonly record: AgencyRecordQuery,
    private readonly queries: TicketQueries,
    private readonly directory: Directory,
    private readonly pages: Pages,
    private readonly texts: Locale,
    private readonly clock: Clock,
  ) {}

  @Get('don-vi')
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  async show(
    @Query(valid(monthQuery)) { thang }: z.output<typeof monthQuery>,
    @Context() { principal }: CommandContext,
    @Viewing() page: PageContext,
  ): Promise<string> {
    const month = this.month(thang);
    const records = await this.record.records(month);
    const model = {
      nav: principal.kind === 'staff' ? staffNav(principal, '/toan-canh') : [],
      month: monthWords(month),
      at: this.clock.now(),
      columns: RECORD_FIGURES.map((figure) => this.label(figure)),
      rows: records.map(({ agencyCode, figures }) => ({
        agencyCode,
        name: this.agencyName(agencyCode),
        figures: this.cells(figures, (figure) => hrefOf(month, agencyCode, figure)),
        share: sentShare(figures),
      })),
      total: this.cells(totalOf(records), () => null),
      totalShare: sentShare(totalOf(records)),
      previousHref: `${PATH}?thang=${neighbour(month, -1)}`,
      nextHref: month.name >= monthNameOf(this.clock.now()) ? null : `${PATH}?thang=${neighbour(month, 1)}`,
      csvHref: `${PATH}.csv?thang=${month.name}`,
    };
    return this.pages.render('console/agency-record', model, page);
  }

  @Get('don-vi.csv')
  async csv(
    @Query(valid(monthQuery)) { thang }: z.output<typeof monthQuery>,
    @Res() response: Response,
  ): Promise<void> {
    const month = this.month(thang);
    const records = await this.record.records(month);
    const head = [
      this.texts.text('watch.record.agency'),
      ...RECORD_FIGURES.map((figure) => this.label(figure)),
      this.texts.text('watch.record.share'),
    ];
    const lines = records.map(({ agencyCode, figures }) => [
      this.agencyName(agencyCode),
      ...RECORD_FIGURES.map((figure) => String(figures[figure])),
      sentShare(figures) ?? 'N/A',
    ]);
    response
      .type('text/csv; charset=utf-8')
      .set('content-disposition', `attachment; filename="don-vi-${month.name}.csv"`)
      .set('cache-control', 'no-store')
      .send(BYTE_ORDER_MARK + [head, ...lines].map((line) => csvLine(line)).join(''));
  }

  /** The tickets behind one figure. Whoever opens none is shown kind and ward of them. */
  @Get('don-vi/phieu')
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  async tickets(
    @Query(valid(listQuery)) { thang, 'don-vi': agencyCode, so: figure, sau }: z.output<typeof listQuery>,
    @Context() { principal }: CommandContext,
    @Viewing() page: PageContext,
  ): Promise<string> {
    const month = this.month(thang);
    if (!isRecordFigure(figure) || this.directory.agency(agencyCode) === null)
      throw Problem.notFound('Không tìm thấy danh sách này.');
    const { tickets, nextCursor } = await this.record.tickets(figure, agencyCode, month, {
      cursor: sau ?? null,
      size: PAGE,
    });
    const reads = allows(principal, 'ticket.read');
    const items = await this.queries.items(
      { kind: 'system', name: 'agency-record' },
      tickets.map(({ ticketId }) => ticketId),
    );
    const href = hrefOf(month, agencyCode, figure);
    const model = {
      nav: principal.kind === 'staff' ? staffNav(principal, '/toan-canh') : [],
      title: `${this.agencyName(agencyCode)}: ${this.label(figure).toLowerCase()}, ${monthWords(month)}`,
      backHref: `${PATH}?thang=${month.name}`,
      lines: tickets.flatMap(({ ticketId, at }) => {
        const item = items.get(ticketId);
        if (item === undefined) return [];
        const subject = [item.category?.name ?? 'Việc chưa phân loại', item.ward?.name];
        return [
          {
            code: item.code,
            href: reads ? `/phieu?phieu=${ticketId}` : null,
            subject: subject.filter(Boolean).join(', '),
            state: item.stateLabel,
            at,
          },
        ];
      }),
      firstHref: sau === undefined ? null : href,
      moreHref: nextCursor === null ? null : `${href}&sau=${nextCursor}`,
    };
    return this.pages.render('console/agency-record-tickets', model, page);
  }

  private cells(figures: RecordFigures, href: (figure: string) => string | null): object[] {
    return RECORD_FIGURES.map((figure) => ({
      figure,
      label: this.label(figure),
      value: figures[figure],
      href: figures[figure] === 0 ? null : href(figure),
    }));
  }

  private label(figure: string): string {
    return this.texts.text(`watch.record.${figure}`);
  }

  private agencyName(code: string): string {
    return this.directory.agency(code)?.shortName ?? code;
  }

  private month(text: string | undefined): Month {
    const now = monthOf(monthNameOf(this.clock.now()));
    const month = text === undefined ? now : (monthOf(text) ?? now);
    if (month === null) throw new RangeError('the clock shows a year that is none');
    return month;
  }
}

function hrefOf(month: Month, agencyCode: string, figure: string): string {
  return `${PATH}/phieu?${new URLSearchParams({ thang: month.name, 'don-vi': agencyCode, so: figure }).toString()}`;
}

/** "tháng 11/2026". */
function monthWords({ name }: Month): string {
  const [year = '', month = ''] = name.split('-');
  return `tháng ${month}/${year}`;
}

/** The month before or after. */
function neighbour({ from, to }: Month, step: -1 | 1): string {
  return step === 1 ? monthNameOf(to) : dayInVietnam(new Date(from.getTime() - 1)).slice(0, 7);
}
