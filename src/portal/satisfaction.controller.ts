import { Controller, Get, Header } from '@nestjs/common';
import { Viewing } from '../identity/index.js';
import { Public } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import { monthName } from './figures-view.js';
import { satisfactionOf, SurveyFigures, type MonthOfRatings } from '../surveys/index.js';

const MONTHS = 6;

/** What citizens say of the answers they were given, with how many said anything. */
@Public()
@Controller('muc-do-hai-long')
export class SatisfactionController {
  constructor(
    private readonly pages: Pages,
    private readonly texts: Locale,
    private readonly figures: SurveyFigures,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  async show(@Viewing() page: PageContext): Promise<string> {
    const months = await this.figures.months(MONTHS);
    const texts = this.texts.in(page.language);
    return this.pages.render('portal/satisfaction', { months: months.map((month) => rowOf(month, texts)) }, page);
  }
}

function rowOf(ratings: MonthOfRatings, texts: Locale) {
  const { responded, responseShare, satisfiedShare } = satisfactionOf(ratings);
  const { very_satisfied: very, satisfied, unsatisfied } = ratings.given;
  return {
    name: monthName(ratings.month, texts),
    answered: ratings.answered,
    responded,
    responseShare: percent(responseShare, texts),
    satisfiedShare: percent(satisfiedShare, texts),
    very,
    satisfied,
    unsatisfied,
  };
}

function percent(share: number | null, texts: Locale): string | null {
  if (share === null) return null;
  const figure = texts.number(share, { maximumFractionDigits: 2 });
  return texts.language === 'en' ? `${figure}%` : `${figure}\u00A0%`;
}
