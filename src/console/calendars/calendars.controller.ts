import { Controller, Get, Header, Query } from '@nestjs/common';
import { z } from 'zod';
import { Context, Viewing, type CommandContext } from '../../identity/index.js';
import { Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { NATIONAL } from '../../sla/index.js';
import { isDay } from './day.js';
import { HoursPage } from './hours-page.js';
import { LaddersPage } from './ladders-page.js';
import { PoliciesPage } from './policies-page.js';
import { TryPage } from './try-page.js';
import { YearPage } from './year-page.js';

const HTML = 'text/html; charset=utf-8';

/** What an address got wrong shows the page as it opens; nobody types these. */
const yearSchema = z.object({
  nam: z.coerce.number().int().min(2000).max(2100).optional().catch(undefined),
  lich: z.string().max(40).catch(NATIONAL).default(NATIONAL),
  ngay: z
    .string()
    .refine((text) => isDay(text) && text >= '2000' && text < '2101')
    .optional()
    .catch(undefined),
});
const trySchema = z.object({
  start: z.string().max(40).optional().catch(undefined),
  limit: z.string().max(20, 'Hạn viết như 5wd, 8h, 90m hoặc 4h24x7.').catch('').default(''),
  agency: z.string().max(200).catch('').default(''),
});

/** The rules of time, to read. */
@Permit('config.read')
@Controller('quan-tri')
export class CalendarsController {
  constructor(
    private readonly yearPage: YearPage,
    private readonly hoursPage: HoursPage,
    private readonly policiesPage: PoliciesPage,
    private readonly laddersPage: LaddersPage,
    private readonly tryPage: TryPage,
  ) {}

  @Get('lich')
  @Header('content-type', HTML)
  year(
    @Query(valid(yearSchema)) { nam, lich, ngay }: z.output<typeof yearSchema>,
    @Context() { principal }: CommandContext,
    @Viewing() page: PageContext,
  ): Promise<string> {
    return this.yearPage.render(principal, { year: nam ?? null, calendar: lich, day: ngay ?? null }, page);
  }

  @Get('gio')
  @Header('content-type', HTML)
  hours(@Context() { principal }: CommandContext, @Viewing() page: PageContext): Promise<string> {
    return this.hoursPage.render(principal, page);
  }

  @Get('han')
  @Header('content-type', HTML)
  policies(@Context() { principal }: CommandContext, @Viewing() page: PageContext): Promise<string> {
    return this.policiesPage.render(principal, page);
  }

  @Get('leo-thang')
  @Header('content-type', HTML)
  ladders(@Context() { principal }: CommandContext, @Viewing() page: PageContext): Promise<string> {
    return this.laddersPage.render(principal, page);
  }

  @Get('tinh-thu')
  @Header('content-type', HTML)
  tryOut(
    @Query(valid(trySchema)) { start, limit, agency }: z.output<typeof trySchema>,
    @Context() { principal }: CommandContext,
    @Viewing() page: PageContext,
  ): Promise<string> {
    return this.tryPage.render(principal, start === undefined ? null : { start, limit, agency }, page);
  }
}
