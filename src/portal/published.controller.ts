import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Directory } from '../agencies/index.js';
import { Viewing } from '../identity/index.js';
import { Problem } from '../kernel/index.js';
import { Public, valid } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import { PublishedItems, WithdrawnItems, withdrawnWords } from '../publication/index.js';
import { Catalog } from '../routing/index.js';
import { TicketCodes } from '../tickets/index.js';
import { PublishedFactsOf } from './published-facts.js';
import { publishedPage, publishedRow } from './published-view.js';

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
    private readonly withdrawn: WithdrawnItems,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly codes: TicketCodes,
    private readonly facts: PublishedFactsOf,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async list(@Query(valid(listQuery)) query: z.infer<typeof listQuery>, @Viewing() page: PageContext): Promise<string> {
    const { phuong: wardCode, 'linh-vuc': field, sau: cursor } = query;
    const { items, next } = await this.items.list({ wardCode, field }, cursor ?? null);
    const model = {
      wards: this.directory.wards().map(({ code, name }) => ({ code, name, selected: code === wardCode })),
      fields: this.fields().map(({ code, name }) => ({ code, name, selected: code === field })),
      items: items.map((item) => publishedRow(this.facts.named(item), this.texts)),
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
    if (item === null) {
      const off = parsed.ok ? await this.withdrawn.byCode(parsed.code) : null;
      throw off === null ? Problem.notFound(UNKNOWN) : new Problem('gone', withdrawnWords(off.ground));
    }
    const facts = await this.facts.facts(item);
    return this.pages.render('portal/published-item', publishedPage(this.facts.named(item), facts, this.texts), page);
  }

  private fields(): { code: number; name: string }[] {
    const fields = new Map(this.catalog.categories().map(({ field, fieldName }) => [field, fieldName]));
    return [...fields].map(([code, name]) => ({ code, name }));
  }
}

function listHref(query: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)] as [string, string]],
  );
  return given.length === 0 ? '/da-cong-khai' : `/da-cong-khai?${new URLSearchParams(given).toString()}`;
}
