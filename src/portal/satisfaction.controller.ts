import { Controller, Get, Header } from '@nestjs/common';
import { Viewing } from '../identity/index.js';
import { Public } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import { PublicFigures, shareOf, type MonthFigures } from '../publication/index.js';
import { monthName } from './figures-view.js';
import { PUBLIC_PAGE } from './public-cache.js';

const MONTHS = 6;

/** What citizens say of the answers they were given, with how many said anything: the figures of all public pages. */
@Public()
@Controller('muc-do-hai-long')
export class SatisfactionController {
  constructor(
    private readonly pages: Pages,
    private readonly texts: Locale,
    private readonly figures: PublicFigures,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', PUBLIC_PAGE)
  async show(@Viewing() page: PageContext): Promise<string> {
    const months = await this.figures.lastMonths(MONTHS);
    const texts = this.texts.in(page.language);
    return this.pages.render('portal/satisfaction', { months: months.map((month) => rowOf(month, texts)) }, page);
  }
}

function rowOf({ month, asked, rated, satisfied, verySatisfied }: MonthFigures, texts: Locale) {
  const percent = (share: number | null) => (share === null ? null : texts.percent(share));
  return {
    name: monthName(month, texts),
    asked,
    rated,
    // The response rate stands beside it: nine of ten who answered says little when one in fifty did.
    ratedShare: percent(shareOf(rated, asked)),
    satisfiedShare: percent(shareOf(satisfied, rated)),
    very: verySatisfied,
    satisfied: satisfied - verySatisfied,
    unsatisfied: rated - satisfied,
  };
}
