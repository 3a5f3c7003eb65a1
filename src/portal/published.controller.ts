import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Directory, Province } from '../agencies/index.js';
import { Viewing } from '../identity/index.js';
import { Clock, Problem } from '../kernel/index.js';
import { Public, valid } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import { PublicStatuses, PublishedItems, type Holder, type PublishedItemRow } from '../publication/index.js';
import { Catalog } from '../routing/index.js';
import { SlaError, SlaPolicies, workingSeconds } from '../sla/index.js';
import { Surveys } from '../surveys/index.js';
import { TicketCodes } from '../tickets/index.js';
import { publishedPage, publishedRow, type LateSeconds } from './published-view.js';

const short = z.string().trim().max(100).optional().catch(undefined);
const listQuery = z.object({
  phuong: short,
  'linh-vuc': z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.coerce.number().int().optional().catch(undefined),
  ),
  sau: short,
});
const itemParam = z.object({ code: z.string().max(40) });

const UNKNOWN = 'Không tìm thấy phản ánh đã công khai nào mang mã này.';

@Public()
@Controller('da-cong-khai')
export class PublishedPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly texts: Locale,
    private readonly items: PublishedItems,
    private readonly statuses: PublicStatuses,
    private readonly surveys: Surveys,
    private readonly directory: Directory,
    private readonly province: Province,
    private readonly catalog: Catalog,
    private readonly policies: SlaPolicies,
    private readonly codes: TicketCodes,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async list(@Query(valid(listQuery)) query: z.infer<typeof listQuery>, @Viewing() page: PageContext): Promise<string> {
    const { phuong: wardCode, 'linh-vuc': field, sau: cursor } = query;
    const { items, next } = await this.items.list({ wardCode, field }, cursor ?? null);
    const model = {
      wards: this.directory.wards().map(({ code, name }) => ({ code, name, selected: code === wardCode })),
      fields: this.fields().map(({ code, name }) => ({ code, name, selected: code === field })),
      items: items.map((item) => publishedRow(this.named(item), this.texts)),
      nextHref: next === null ? null : listHref({ ...query, sau: next }),
      firstHref: cursor ? listHref({ ...query, sau: undefined }) : null,
      filtered: Boolean(wardCode) || field !== undefined,
    };
    return this.pages.render('portal/published', model, page);
  }

  @Get(':code')
  @Header('content-type', 'text/html; charset=utf-8')
  async item(
    @Param(valid(itemParam)) { code }: z.infer<typeof itemParam>,
    @Viewing() page: PageContext,
  ): Promise<string> {
    const parsed = this.codes.parse(code);
    const item = parsed.ok ? await this.items.byCode(parsed.code) : null;
    if (item === null) throw Problem.notFound(UNKNOWN);
    const [status, ratings] = await Promise.all([
      this.statuses.byCode(item.code),
      this.surveys.scores(item.ticketId, item.publishedAt),
    ]);
    return this.pages.render(
      'portal/published-item',
      publishedPage(
        this.named(item),
        {
          status,
          ratings,
          centreCode: this.province.centreAgency,
          lateSeconds: this.lateIn(item),
          now: this.clock.now(),
        },
        this.texts.in(page.language),
      ),
      page,
    );
  }

  /** Who answered keeps the name of then; what it is called now stands beside it. */
  private named(item: PublishedItemRow): PublishedItemRow {
    const today = this.directory.nameOfToday(item.agencyCode, item.agencyName);
    return today === null ? item : { ...item, agencyName: `${item.agencyName} (nay là ${today})` };
  }

  private fields(): { code: number; name: string }[] {
    const fields = new Map(this.catalog.categories().map(({ field, fieldName }) => [field, fieldName]));
    return [...fields].map(([code, name]) => ({ code, name }));
  }

  /** What of a holder's turn lies between the deadline and the answer, in the holder's own working time. */
  private lateIn({ dueAt, answeredAt }: PublishedItemRow): LateSeconds {
    return ({ agencyCode, fromAt, untilAt }: Holder) => {
      if (dueAt === null) return null;
      const from = new Date(Math.max(Date.parse(fromAt), dueAt.getTime()));
      const until = new Date(Math.min(Date.parse(untilAt), answeredAt.getTime()));
      if (until <= from) return 0;
      try {
        return workingSeconds(from, until, this.policies.agencyCalendar(agencyCode));
      } catch (error) {
        if (error instanceof SlaError) return null;
        throw error;
      }
    };
  }
}

function listHref(query: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)] as [string, string]],
  );
  return given.length === 0 ? '/da-cong-khai' : `/da-cong-khai?${new URLSearchParams(given).toString()}`;
}
