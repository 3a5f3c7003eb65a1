import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Directory, Province } from '../agencies/index.js';
import { Viewing } from '../identity/index.js';
import { Problem } from '../kernel/index.js';
import { Config } from '../platform/config/index.js';
import { Public, valid } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import { NO_FIGURES, PublicFigures, PublishedItems, type Figures } from '../publication/index.js';
import { PUBLIC_PAGE } from './public-cache.js';
import { feedPath } from './feeds/feed-scope.js';
import { figureCells, figureColumns, monthLedger, monthLines, monthName, monthSteps } from './figures-view.js';
import { askedMonth, monthQuery } from './month-query.js';
import { publishedRow } from './published-view.js';
import { breadcrumbs } from './structured-data.js';

const codeParam = z.object({ code: z.string().max(40) });
const RECENT = 10;
const MONTHS = 12;

/** What each agency was given and answered, as everybody may know it. */
@Public()
@Controller('co-quan')
export class AgencyPagesController {
  constructor(
    private readonly figures: PublicFigures,
    private readonly items: PublishedItems,
    private readonly directory: Directory,
    private readonly province: Province,
    private readonly pages: Pages,
    private readonly texts: Locale,
    private readonly config: Config,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', PUBLIC_PAGE)
  async list(
    @Query(valid(monthQuery)) { thang }: z.output<typeof monthQuery>,
    @Viewing() page: PageContext,
  ): Promise<string> {
    const texts = this.texts.in(page.language);
    const name = askedMonth(thang, this.figures.thisMonth());
    const month = await this.figures.month(name);
    const model = {
      month: monthName(name, texts),
      ...monthSteps(name, this.figures.thisMonth(), '/co-quan'),
      columns: figureColumns(texts),
      rows: [...month.agencies]
        .sort(([, a], [, b]) => b.received - a.received || b.answered - a.answered)
        .map(([code, figures]) => ({
          name: code === null ? texts.text('reading.agencies.none') : (this.directory.agency(code)?.shortName ?? code),
          href: code === null ? null : `/co-quan/${code}`,
          cells: figureCells(figures, texts),
        })),
      total: { name: texts.text('reading.figures.total'), href: null, cells: figureCells(month, texts) },
    };
    return this.pages.render('portal/agencies', model, thang ? { ...page, canonicalQuery: `?thang=${name}` } : page);
  }

  @Get(':code')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', PUBLIC_PAGE)
  async agency(
    @Param(valid(codeParam)) { code }: z.infer<typeof codeParam>,
    @Viewing() page: PageContext,
  ): Promise<string> {
    const texts = this.texts.in(page.language);
    const agency = this.directory.agency(code);
    if (agency === null) throw Problem.notFound('Không tìm thấy cơ quan này.');
    const [months, recent] = await Promise.all([
      this.figures.lastMonths(MONTHS),
      this.items.lines.list({ agencyCode: code }, null, RECENT),
    ]);
    const own = (figures: ReadonlyMap<string | null, Figures>) => figures.get(code) ?? NO_FIGURES;
    const [current] = months;
    const successor = this.directory.successorOf(code);
    const crumbs = [
      { name: texts.text('common.home'), href: '/' },
      { name: texts.text('reading.agencies.title'), href: '/co-quan' },
      { name: agency.shortName, href: `/co-quan/${code}` },
    ];
    const model = {
      name: agency.name,
      crumbs,
      about: texts.text('reading.agency.description', { name: agency.name }),
      data: breadcrumbs(crumbs),
      successor:
        successor === null || successor.code === code
          ? null
          : { name: successor.name, href: `/co-quan/${successor.code}` },
      ward:
        agency.wardCode === null
          ? null
          : { name: this.directory.unit(agency.wardCode)?.name ?? '', href: `/phuong-xa/${agency.wardCode}` },
      month: monthName(this.figures.thisMonth(), texts),
      ledger: current === undefined ? null : monthLedger(own(current.agencies), texts),
      columns: figureColumns(texts),
      months: monthLines(months, ({ agencies }) => agencies.get(code), texts),
      recent: recent.items.map((item) => publishedRow(item, texts)),
      listHref: `/da-cong-khai?don-vi=${code}`,
      atom: feedPath({ kind: 'co-quan', code }, 'atom'),
      rss: feedPath({ kind: 'co-quan', code }, 'rss'),
      embed: {
        href: `/nhung/co-quan/${code}`,
        code: `<iframe src="${this.config.publicUrl}/nhung/co-quan/${code}" title="${this.texts.text('reading.embed.title', { name: agency.shortName })}" width="100%" height="480" loading="lazy" style="border:0"></iframe>`,
        on: this.province.openData.embedOn.join(', '),
      },
    };
    return this.pages.render('portal/agency', model, page);
  }
}
