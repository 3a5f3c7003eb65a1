import { Controller, Get, Header } from '@nestjs/common';
import { Viewing } from '../../identity/index.js';
import { formatDay } from '../../kernel/index.js';
import { Public } from '../../platform/http/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { HistoryAnchors } from '../history-anchors.js';

const SHOWN = 14;

/** What the sealing of histories is, for whoever wants to keep a value of it. */
@Public()
@Controller('niem-phong')
export class AnchorsPageController {
  constructor(
    private readonly anchors: HistoryAnchors,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async show(@Viewing() page: PageContext): Promise<string> {
    const rows = await this.anchors.latest(SHOWN);
    const anchors = rows.map(({ day, root, headCount }) => ({
      label: formatDay(day),
      href: `/api/v1/anchors/${day}`,
      root,
      count: headCount.toLocaleString('vi-VN'),
    }));
    return this.pages.render('portal/anchors', { anchors }, page);
  }
}
