import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Directory, Province } from '../agencies/index.js';
import { Viewing } from '../identity/index.js';
import { cleanLine, Clock, Problem } from '../kernel/index.js';
import { Public, valid } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import {
  PublicStatuses,
  PublishedItems,
  PublishedSearch,
  type Holder,
  type PublishedItemRow,
  type PublishedSearchPage,
} from '../publication/index.js';
import { Catalog } from '../routing/index.js';
import { SlaError, SlaPolicies, workingSeconds } from '../sla/index.js';
import { Surveys } from '../surveys/index.js';
import { TicketCodes } from '../tickets/index.js';
import { PUBLIC_PAGE } from './public-cache.js';
import { listPage, readListQuery, type ListChoices } from './published-list.js';
import { publishedPage, type LateSeconds } from './published-view.js';

const code = z
  .string()
  .trim()
  .regex(/^[\w.-]{1,40}$/)
  .optional()
  .catch(undefined);
const name = z.string().trim().max(20).optional().catch(undefined);
// What is not understood is left out, rather than refused: links are shortened and mistyped.
const listQuery = z.object({
  q: z
    .string()
    .transform((words) => cleanLine(words.slice(0, 200)))
    .optional()
    .catch(undefined),
  phuong: code,
  'linh-vuc': z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.coerce.number().int().min(0).max(9999).optional().catch(undefined),
  ),
  'don-vi': code,
  'tu-ngay': name,
  'den-ngay': name,
  'ket-qua': name,
  'sap-xep': name,
  sau: z.string().trim().max(100).optional().catch(undefined),
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
    private readonly search: PublishedSearch,
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
  @Header('cache-control', PUBLIC_PAGE)
  async list(@Query(valid(listQuery)) query: z.infer<typeof listQuery>, @Viewing() page: PageContext): Promise<string> {
    const asked = readListQuery(query);
    const found =
      (await this.byCode(query.q ?? '')) ??
      (await this.search.find(asked.filter, { sort: asked.sort, cursor: query.sau ?? null }));
    const items = found.items.map((item) => this.named(item));
    return this.pages.render(
      'portal/published',
      listPage(query, asked, { ...found, items }, this.choices(), this.texts),
      page,
    );
  }

  @Get(':code')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', PUBLIC_PAGE)
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
        this.texts,
      ),
      page,
    );
  }

  /** Who types a code looks for that item, whatever else is chosen. */
  private async byCode(typed: string): Promise<PublishedSearchPage | null> {
    const parsed = this.codes.parse(typed);
    const item = parsed.ok ? await this.items.byCode(parsed.code) : null;
    return item && { items: [item], next: null, total: 1, approximate: false, whole: true };
  }

  /** Who answered keeps the name of then; what it is called now stands beside it. */
  private named(item: PublishedItemRow): PublishedItemRow {
    const today = this.directory.nameOfToday(item.agencyCode, item.agencyName);
    return today === null ? item : { ...item, agencyName: `${item.agencyName} (nay là ${today})` };
  }

  private choices(): ListChoices {
    const fields = new Map(this.catalog.categories().map(({ field, fieldName }) => [field, fieldName]));
    return {
      wards: this.directory.wards().map(({ code, name }) => ({ code, name })),
      fields: [...fields].map(([code, name]) => ({ code, name })),
      agencies: this.directory.agencies().map(({ code, name }) => ({ code, name })),
    };
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
