import { Controller, Get, Header } from '@nestjs/common';
import { Viewing } from '../identity/index.js';
import { Clock, dayInVietnam } from '../kernel/index.js';
import { Public } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import { PublishedItems, type MonthFigures } from '../publication/index.js';
import { PUBLIC_PAGE } from './public-cache.js';
import { publishedRow } from './published-view.js';

const RECENT = 5;

@Public()
@Controller()
export class HomeController {
  constructor(
    private readonly pages: Pages,
    private readonly texts: Locale,
    private readonly items: PublishedItems,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', PUBLIC_PAGE)
  async home(@Viewing() page: PageContext): Promise<string> {
    const today = dayInVietnam(this.clock.now());
    const [recent, figures] = await Promise.all([
      this.items.list({}, null, RECENT),
      this.items.monthFigures(today.slice(0, 7)),
    ]);
    const model = {
      recent: recent.items.map((item) => publishedRow(item, this.texts)),
      month: figures.received === 0 ? null : this.ledger(figures, today),
    };
    return this.pages.render('portal/home', model, page);
  }

  private ledger({ received, answered, onTime, late, published }: MonthFigures, today: string) {
    const [year = '', month = '', day = ''] = today.split('-');
    const text = (key: string, values = {}) => this.texts.text(`portal.home.${key}`, values);
    const shown = (value: number) => value.toLocaleString('vi-VN');
    return {
      name: `Tháng ${Number(month)}`,
      from: `01/${month}`,
      to: `${day}/${month}/${year}`,
      rows: [
        { label: text('received'), value: received, note: text('received_note') },
        { label: text('answered'), value: answered, note: text('answered_note', { published: shown(published) }) },
        { label: text('on_time'), value: onTime, note: text('on_time_note', { answered: shown(answered) }) },
        { label: text('late'), value: late, note: text('late_note') },
      ],
    };
  }
}
