import { Controller, Get, Header } from '@nestjs/common';
import { Viewing } from '../identity/index.js';
import { Public } from '../platform/http/index.js';
import { Pages, type PageContext } from '../platform/templates/index.js';
import { satisfactionOf, SurveyFigures, type MonthOfRatings } from '../surveys/index.js';

const MONTHS = 6;

/** What citizens say of the answers they were given, with how many said anything. */
@Public()
@Controller('muc-do-hai-long')
export class SatisfactionController {
  constructor(
    private readonly pages: Pages,
    private readonly figures: SurveyFigures,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  async show(@Viewing() page: PageContext): Promise<string> {
    const months = await this.figures.months(MONTHS);
    return this.pages.render('portal/satisfaction', { months: months.map(rowOf) }, page);
  }
}

function rowOf(ratings: MonthOfRatings) {
  const { responded, responseShare, satisfiedShare } = satisfactionOf(ratings);
  const [year = '', month = ''] = ratings.month.split('-');
  const { very_satisfied: very, satisfied, unsatisfied } = ratings.given;
  return {
    name: `Tháng ${month}/${year}`,
    answered: ratings.answered,
    responded,
    responseShare: percent(responseShare),
    satisfiedShare: percent(satisfiedShare),
    very,
    satisfied,
    unsatisfied,
  };
}

function percent(share: number | null): string | null {
  return share === null ? null : `${share.toLocaleString('vi-VN', { maximumFractionDigits: 2 })}\u00A0%`;
}
