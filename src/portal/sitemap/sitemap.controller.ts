import { Controller, Get, Header, Param } from '@nestjs/common';
import { z } from 'zod';
import { Directory } from '../../agencies/index.js';
import { dayInVietnam, Problem } from '../../kernel/index.js';
import { Config } from '../../platform/config/index.js';
import { addressIn, Public, valid } from '../../platform/http/index.js';
import { monthAfter, monthBounds, PublicFigures, PublishedExport } from '../../publication/index.js';
import { PUBLIC_PAGE } from '../public-cache.js';
import { sitemapIndex, urlSet, type Address } from './sitemap-xml.js';

/** sitemaps.org allows no more in one list. */
const MOST = 50_000;
const XML = 'application/xml; charset=utf-8';
const FIXED = [
  '/',
  '/gui-phan-anh',
  '/tra-cuu',
  '/da-cong-khai',
  '/co-quan',
  '/phuong-xa',
  '/ban-do',
  '/muc-do-hai-long',
  '/du-lieu-mo',
] as const;
const TEXTS = ['/nguon-tin', '/khieu-nai-to-cao', '/thong-tin-duoc-giu-the-nao', '/tro-nang', '/niem-phong'] as const;

const fileParam = z.object({ file: z.string().max(40) });

interface Month {
  readonly name: string;
  readonly from: Date;
  readonly to: Date;
}

/** Tells search machines what there is: the pages, and what was published month by month. */
@Public()
@Controller()
export class SitemapController {
  /** How many were published in a month that is over: it changes little, and the list of lists asks for all of them. */
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly items: PublishedExport,
    private readonly figures: PublicFigures,
    private readonly directory: Directory,
    private readonly config: Config,
  ) {}

  @Get('robots.txt')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  robots(): string {
    return `User-agent: *\nDisallow: /api/\nDisallow: /nhung/\n\nSitemap: ${this.config.publicUrl}/sitemap.xml\n`;
  }

  @Get('sitemap.xml')
  @Header('content-type', XML)
  @Header('cache-control', PUBLIC_PAGE)
  async index(): Promise<string> {
    const lists: { url: string; changedAt: Date | null }[] = [{ url: this.url('/sitemap/trang.xml'), changedAt: null }];
    for (const month of await this.months()) {
      const parts = Math.max(1, Math.ceil((await this.countOf(month)) / MOST));
      const changedAt = month.name === this.figures.thisMonth() ? null : month.to;
      for (let part = 1; part <= parts; part += 1)
        lists.push({ url: this.url(`/sitemap/${month.name}${part === 1 ? '' : `-${String(part)}`}.xml`), changedAt });
    }
    return sitemapIndex(lists);
  }

  @Get('sitemap/:file')
  @Header('content-type', XML)
  @Header('cache-control', PUBLIC_PAGE)
  async list(@Param(valid(fileParam)) { file }: z.infer<typeof fileParam>): Promise<string> {
    if (file === 'trang.xml') return urlSet(this.pages());
    const [, name = '', part = '1'] = /^(\d{4}-\d{2})(?:-([2-9]|[1-9]\d))?\.xml$/.exec(file) ?? [];
    const bounds = monthBounds(name);
    if (bounds === null) throw Problem.notFound('Không có danh sách trang này.');
    const found = await this.items.addresses(bounds.from, bounds.to, (Number(part) - 1) * MOST, MOST);
    return urlSet(
      found.map(({ code, publishedAt, revisedAt }) => ({
        url: this.url(`/da-cong-khai/${code}`),
        changedAt: revisedAt ?? publishedAt,
        // Its words are in Vietnamese only: the English page is no other version of them.
        languages: {},
      })),
    );
  }

  private pages(): Address[] {
    const places = [
      ...FIXED,
      ...TEXTS,
      ...this.directory.agencies().map(({ code }) => `/co-quan/${code}`),
      ...this.directory.wards().map(({ code }) => `/phuong-xa/${code}`),
    ];
    return places.map((path) => ({
      url: this.url(path),
      changedAt: null,
      languages: { vi: this.url(path), en: this.url(addressIn('en', path)) },
    }));
  }

  /** From the one in which the first item was published. */
  private async months(): Promise<Month[]> {
    const first = await this.items.firstPublishedAt();
    if (first === null) return [];
    const months: Month[] = [];
    for (let name = dayInVietnam(first).slice(0, 7); name <= this.figures.thisMonth(); name = monthAfter(name, 1)) {
      const bounds = monthBounds(name);
      if (bounds !== null) months.push({ name, ...bounds });
    }
    return months;
  }

  private async countOf({ name, from, to }: Month): Promise<number> {
    const known = this.counts.get(name);
    if (known !== undefined) return known;
    const count = await this.items.count(from, to);
    if (name < this.figures.thisMonth()) this.counts.set(name, count);
    return count;
  }

  private url(path: string): string {
    return this.config.publicUrl + path;
  }
}
