import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Province } from '../../agencies/index.js';
import { Viewing } from '../../identity/index.js';
import { Problem } from '../../kernel/index.js';
import { Config } from '../../platform/config/index.js';
import { Public, valid } from '../../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../../platform/templates/index.js';
import { PublishedItems } from '../../publication/index.js';
import { PUBLIC_PAGE } from '../public-cache.js';
import { filterOf, pagePath, scopeOf } from '../feeds/feed-scope.js';
import { PublicNames } from '../public-names.js';
import { publishedRow } from '../published-view.js';

const scopeParam = z.object({ kind: z.string().max(20), code: z.string().max(40) });
const countQuery = z.object({ so: z.coerce.number().int().min(1).max(20).catch(5).default(5) });

/**
 * The newest published items for a frame on an agency's own site. Plain and light: no script, no font, no cookie, and
 * the only page of ours that may stand inside another.
 */
@Public()
@Controller('nhung')
export class EmbedController {
  constructor(
    private readonly items: PublishedItems,
    private readonly names: PublicNames,
    private readonly province: Province,
    private readonly pages: Pages,
    private readonly texts: Locale,
    private readonly config: Config,
  ) {}

  @Get(':kind/:code')
  async list(
    @Param(valid(scopeParam)) { kind, code }: z.infer<typeof scopeParam>,
    @Query(valid(countQuery)) { so }: z.output<typeof countQuery>,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const scope = scopeOf(kind, code, this.names);
    if (scope === null) throw Problem.notFound('Không có danh sách này.');
    const { items } = await this.items.lines.list(filterOf(scope), null, so);
    const model = {
      name: scope.name,
      items: items.map((item) => publishedRow(item, this.texts)),
      moreHref: pagePath(scope),
    };
    const html = this.pages.render('portal/embed', model, page);
    response.removeHeader('x-frame-options');
    response
      .set('content-security-policy', this.policy())
      .set('cache-control', PUBLIC_PAGE)
      .type('text/html; charset=utf-8')
      .send(html);
  }

  private policy(): string {
    const ancestors = ["'self'", ...this.province.openData.embedOn].join(' ');
    const upgrade = this.config.env === 'production' ? '; upgrade-insecure-requests' : '';
    return `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors ${ancestors}${upgrade}`;
  }
}
