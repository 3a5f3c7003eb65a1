import { Controller, Get, Header, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Directory } from '../agencies/index.js';
import { Viewing } from '../identity/index.js';
import { Problem } from '../kernel/index.js';
import { Public, valid } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import { NO_FIGURES, PublicFigures, PublishedItems, type Figures, type MonthFigures } from '../publication/index.js';
import { PUBLIC_PAGE } from './public-cache.js';
import { feedPath } from './feeds/feed-scope.js';
import { figureCells, figureColumns, monthLedger, monthLines, monthName, monthSteps } from './figures-view.js';
import { mapView } from './map/map-view.js';
import { WardShapes } from './map/ward-shapes.js';
import { askedMonth, monthQuery } from './month-query.js';
import { publishedRow } from './published-view.js';
import { breadcrumbs } from './structured-data.js';

const listQuery = monthQuery.extend({ ten: z.string().trim().max(200).catch('').default('') });
const mapQuery = monthQuery.extend({ xem: z.string().max(20).catch('').default('') });
const codeParam = z.object({ code: z.string().max(16) });
const RECENT = 10;
const MONTHS = 12;
const MOST_FORMER = 8;

/** The province ward by ward: a table, a map when it is asked for, and a page for each. */
@Public()
@Controller()
export class WardPagesController {
  constructor(
    private readonly figures: PublicFigures,
    private readonly items: PublishedItems,
    private readonly directory: Directory,
    private readonly shapes: WardShapes,
    private readonly pages: Pages,
    private readonly texts: Locale,
  ) {}

  /** Also finds a ward by a name of today or of before, and leads to it. */
  @Get('phuong-xa')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', PUBLIC_PAGE)
  async list(
    @Query(valid(listQuery)) { thang, ten }: z.output<typeof listQuery>,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const found = ten === '' ? null : this.directory.findPlace(ten);
    if (found?.kind === 'ward') {
      response.redirect(303, `/phuong-xa/${found.wardCode}`);
      return;
    }
    const candidates = found?.kind === 'ambiguous' ? found.candidates : [];
    const asked = {
      typed: ten,
      unknown: found?.kind === 'unknown',
      candidates: candidates.flatMap((code) => {
        const name = this.directory.unit(code)?.name;
        return name === undefined ? [] : [{ name, href: `/phuong-xa/${code}` }];
      }),
    };
    response.send(this.table('portal/wards', '/phuong-xa', await this.month(thang), asked, page));
  }

  @Get('ban-do')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', PUBLIC_PAGE)
  async map(
    @Query(valid(mapQuery)) { thang, xem }: z.output<typeof mapQuery>,
    @Viewing() page: PageContext,
  ): Promise<string> {
    const month = await this.month(thang);
    const texts = this.texts.in(page.language);
    const monthed = month.month === this.figures.thisMonth() ? '' : `&thang=${month.month}`;
    const countOf = (code: string): number => month.wards.get(code)?.received ?? 0;
    const drawn = mapView(this.shapes.map(), countOf, xem, {
      texts,
      wardHref: (code) => `/phuong-xa/${code}`,
      boxHref: (box) => (box === null ? `/ban-do${monthed.replace('&', '?')}` : `/ban-do?xem=${box}${monthed}`),
    });
    return this.table('portal/map', '/ban-do', month, { map: drawn }, page);
  }

  @Get('phuong-xa/:code')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', PUBLIC_PAGE)
  async ward(
    @Param(valid(codeParam)) { code }: z.infer<typeof codeParam>,
    @Viewing() page: PageContext,
  ): Promise<string> {
    const texts = this.texts.in(page.language);
    const unit = this.directory.unit(code);
    if (unit === null || unit.kind === 'province') throw Problem.notFound('Không tìm thấy phường, xã này.');
    const [months, recent] = await Promise.all([
      this.figures.lastMonths(MONTHS),
      this.items.lines.list({ wardCode: code }, null, RECENT),
    ]);
    const own = (figures: ReadonlyMap<string | null, Figures>) => figures.get(code) ?? NO_FIGURES;
    const [current] = months;
    const crumbs = [
      { name: texts.text('common.home'), href: '/' },
      { name: texts.text('reading.wards.title'), href: '/phuong-xa' },
      { name: unit.name, href: `/phuong-xa/${code}` },
    ];
    const agencies = this.directory.agencies().filter(({ wardCode }) => wardCode === code);
    const former = this.directory.placeNames().filter((place) => place.former && place.wardCode === code);
    const model = {
      name: unit.name,
      crumbs,
      about: texts.text('reading.ward.description', { name: unit.name }),
      data: breadcrumbs(crumbs),
      former: former
        .slice(0, MOST_FORMER)
        .map(({ text }) => text)
        .join('; '),
      agencies: agencies.map(({ code: agencyCode, name }) => ({ name, href: `/co-quan/${agencyCode}` })),
      month: monthName(this.figures.thisMonth(), texts),
      ledger: current === undefined ? null : monthLedger(own(current.wards), texts),
      columns: figureColumns(texts),
      months: monthLines(months, ({ wards }) => wards.get(code), texts),
      recent: recent.items.map((item) => publishedRow(item, texts)),
      listHref: `/da-cong-khai?phuong=${code}`,
      atom: feedPath({ kind: 'phuong-xa', code }, 'atom'),
      rss: feedPath({ kind: 'phuong-xa', code }, 'rss'),
    };
    return this.pages.render('portal/ward', model, page);
  }

  private month(asked: string | undefined): Promise<MonthFigures> {
    return this.figures.month(askedMonth(asked, this.figures.thisMonth()));
  }

  private table(template: string, path: string, month: MonthFigures, more: object, page: PageContext): string {
    const texts = this.texts.in(page.language);
    const { month: name } = month;
    const running = name === this.figures.thisMonth();
    const model = {
      month: monthName(name, texts),
      ...monthSteps(name, this.figures.thisMonth(), path),
      mapHref: running ? '/ban-do' : `/ban-do?thang=${name}`,
      columns: figureColumns(texts),
      rows: this.lines(month, texts),
      total: { name: texts.text('reading.figures.total'), href: null, cells: figureCells(month, texts) },
      ...more,
    };
    return this.pages.render(template, model, running ? page : { ...page, canonicalQuery: `?thang=${name}` });
  }

  /** Every ward has a line, in the order of the alphabet: whoever looks for one finds it. */
  private lines({ wards }: MonthFigures, texts: Locale) {
    const known = this.directory.wards().map(({ code, name }) => ({ code, name }));
    const names = new Set(known.map(({ code }) => code));
    const others = [...wards.keys()].flatMap((code) =>
      code === null || names.has(code) ? [] : [{ code, name: code }],
    );
    const sorted = [...known, ...others].sort((a, b) => a.name.localeCompare(b.name, 'vi'));
    const lines = sorted.map(({ code, name }) => ({
      name,
      href: names.has(code) ? `/phuong-xa/${code}` : null,
      cells: figureCells(wards.get(code) ?? NO_FIGURES, texts),
    }));
    const nowhere = wards.get(null);
    if (nowhere === undefined) return lines;
    return [...lines, { name: texts.text('reading.wards.none'), href: null, cells: figureCells(nowhere, texts) }];
  }
}
