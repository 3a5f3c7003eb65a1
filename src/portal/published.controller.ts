import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Directory } from '../agencies/index.js';
import { Viewing } from '../identity/index.js';
import { cleanLine, Problem } from '../kernel/index.js';
import { Public, valid } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import {
  PublishedItems,
  PublishedSearch,
  WithdrawnItems,
  withdrawnWords,
  type PublishedSearchPage,
} from '../publication/index.js';
import { TicketCodes } from '../tickets/index.js';
import { PUBLIC_PAGE } from './public-cache.js';
import { PublicNames } from './public-names.js';
import { PublishedFactsOf } from './published-facts.js';
import { listPage, readListQuery, type ListChoices } from './published-list.js';
import { publishedPage } from './published-view.js';

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
    private readonly withdrawn: WithdrawnItems,
    private readonly directory: Directory,
    private readonly names: PublicNames,
    private readonly codes: TicketCodes,
    private readonly facts: PublishedFactsOf,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', PUBLIC_PAGE)
  async list(@Query(valid(listQuery)) query: z.infer<typeof listQuery>, @Viewing() page: PageContext): Promise<string> {
    const asked = readListQuery(query);
    const found =
      (await this.byCode(query.q ?? '')) ??
      (await this.search.lines(asked.filter, { sort: asked.sort, cursor: query.sau ?? null }));
    const texts = this.texts.in(page.language);
    const items = found.items.map((item) => this.facts.named(item, texts));
    return this.pages.render(
      'portal/published',
      listPage(query, asked, { ...found, items }, this.choices(texts), texts),
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
    if (item === null) {
      const off = parsed.ok ? await this.withdrawn.byCode(parsed.code) : null;
      throw off === null ? Problem.notFound(UNKNOWN) : new Problem('gone', withdrawnWords(off.ground));
    }
    const facts = await this.facts.facts(item);
    const texts = this.texts.in(page.language);
    const model = publishedPage(this.facts.named(item, texts), facts, texts);
    return this.pages.render('portal/published-item', model, page);
  }

  /** Who types a code looks for that item, whatever else is chosen. */
  private async byCode(typed: string): Promise<PublishedSearchPage | null> {
    const parsed = this.codes.parse(typed);
    const item = parsed.ok ? await this.items.byCode(parsed.code) : null;
    return item && { items: [item], next: null, total: 1, approximate: false, whole: true };
  }

  private choices(texts: Locale): ListChoices {
    return {
      wards: this.directory.wards().map(({ code, name }) => ({ code, name })),
      fields: this.names.fields(texts),
      agencies: this.directory.agencies().map(({ code, name }) => ({ code, name })),
    };
  }
}
