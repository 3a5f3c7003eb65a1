import { Body, Controller, Header, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { areasText } from '../attachments/index.js';
import { Context, Viewing, type CommandContext } from '../identity/index.js';
import { NotIdempotent, Permit, valid } from '../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../platform/templates/index.js';
import { RedactionSheets } from '../publication/index.js';
import { PublishedFactsOf } from './published-facts.js';
import { publishedPage } from './published-view.js';

const ticketParam = z.object({ id: z.string().max(40) });
const sheetForm = z.record(z.string().max(120), z.string().max(30_000, 'Nội dung dài quá. Xin viết gọn lại.'));

/**
 * What everybody would read, for the coordinator who marks it: the public page's own template, filled with the form as
 * it stands. Here rather than on the console, because only the portal knows how its pages look.
 */
@Controller('kiem-duyet')
@Permit('ticket.publish')
export class PreviewController {
  constructor(
    private readonly pages: Pages,
    private readonly texts: Locale,
    private readonly sheets: RedactionSheets,
    private readonly facts: PublishedFactsOf,
  ) {}

  /** A form rather than an address: what is not kept yet must not stand in one. */
  @Post(':id/xem-truoc')
  @HttpCode(200)
  @NotIdempotent('It only shows what the form says.')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  @Header('x-robots-tag', 'noindex')
  async preview(
    @Param(valid(ticketParam)) { id }: z.infer<typeof ticketParam>,
    @Body(valid(sheetForm)) values: z.infer<typeof sheetForm>,
    @Context() { principal }: CommandContext,
    @Viewing() page: PageContext,
  ): Promise<string> {
    const sheet = await this.sheets.of(principal, id);
    const filled = this.sheets.filled(sheet, values);
    const item = await this.sheets.preview(sheet, filled);
    const areas = new Map(filled.photos.map((photo) => [photo.id, areasText(photo.areas)]));
    const beside = await this.facts.facts(item);
    const facts = {
      ...beside,
      // Published, it is at rest; what is looked at again says so there as well.
      status: beside.status && sheet.stage === 'gate' ? { ...beside.status, state: 'published' } : beside.status,
      photoHref: (photo: string) => `/kiem-duyet/${id}/anh/${photo}?vung=${areas.get(photo) ?? ''}`,
    };
    const model = publishedPage(this.facts.named(item, this.texts), facts, this.texts);
    return this.pages.render('portal/published-item', { ...model, preview: true }, page);
  }
}
