import { Controller, Get, Header } from '@nestjs/common';
import { Directory, Province } from '../agencies/index.js';
import { Viewing } from '../identity/index.js';
import { Clock, dayInVietnam } from '../kernel/index.js';
import { Public } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import { PublicFigures, PublishedItems, type MonthFigures } from '../publication/index.js';
import { PUBLIC_PAGE } from './public-cache.js';
import { monthLedger, monthName } from './figures-view.js';
import { publisherOf } from './public-names.js';
import { publishedRow } from './published-view.js';
import { siteData } from './structured-data.js';

const RECENT = 5;
const BUSIEST = 3;

@Public()
@Controller()
export class HomeController {
  constructor(
    private readonly pages: Pages,
    private readonly texts: Locale,
    private readonly items: PublishedItems,
    private readonly figures: PublicFigures,
    private readonly directory: Directory,
    private readonly province: Province,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', PUBLIC_PAGE)
  async home(@Viewing() page: PageContext): Promise<string> {
    const texts = this.texts.in(page.language);
    const [recent, figures] = await Promise.all([
      this.items.lines.list({}, null, RECENT),
      this.figures.month(this.figures.thisMonth()),
    ]);
    const model = {
      recent: recent.items.map((item) => publishedRow(item, texts)),
      month: figures.received === 0 ? null : this.month(figures, texts),
      data: siteData(texts, publisherOf(this.province)),
    };
    return this.pages.render('portal/home', model, page);
  }

  private month(figures: MonthFigures, texts: Locale) {
    const busiest = [...figures.wards]
      .flatMap(([code, { received }]) => {
        const name = code === null ? undefined : this.directory.unit(code)?.name;
        return code === null || name === undefined ? [] : [{ name, count: received, href: `/phuong-xa/${code}` }];
      })
      .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name, 'vi'));
    return {
      name: monthName(figures.month, texts),
      range: texts.text('reading.month.range', rangeIn(dayInVietnam(this.clock.now()), texts)),
      ...monthLedger(figures, texts),
      busiest: busiest.slice(0, BUSIEST),
    };
  }
}

/** From the first of the month to this day. */
function rangeIn(today: string, texts: Locale): { readonly from: string; readonly to: string } {
  const [year = '', month = '', day = ''] = today.split('-');
  if (texts.language !== 'en') return { from: `01/${month}`, to: `${day}/${month}/${year}` };
  // An English reader would take 02/11 for the eleventh of February.
  return { from: texts.day(`${year}-${month}-01`), to: texts.day(today) };
}
