import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Problem } from '../../kernel/index.js';
import { Public, valid } from '../../platform/http/index.js';
import { Locale } from '../../platform/templates/index.js';
import { PublishedItems, toMarked } from '../../publication/index.js';
import { TicketCodes } from '../../tickets/index.js';
import { PUBLIC_PAGE } from '../public-cache.js';
import { SharePictures } from './share-pictures.js';

const codeParam = z.object({ file: z.string().max(50) });

/** The picture of a link: of the whole site, and of each published item with its title. */
@Public()
@Controller('anh-chia-se')
export class ShareController {
  constructor(
    private readonly items: PublishedItems,
    private readonly codes: TicketCodes,
    private readonly pictures: SharePictures,
    private readonly texts: Locale,
  ) {}

  @Get(':file')
  async picture(
    @Param(valid(codeParam)) { file }: z.infer<typeof codeParam>,
    @Res() response: Response,
  ): Promise<void> {
    const [, name = ''] = /^([\w-]+)\.png$/.exec(file) ?? [];
    const site = this.texts.text('common.site_name');
    if (name === 'trang-dau') {
      const title = this.texts.text('portal.home.title');
      const under = this.texts.text('common.tagline');
      this.send(response, await this.pictures.png({ site, over: '', title, under }));
      return;
    }
    const parsed = this.codes.parse(name);
    const item = parsed.ok ? await this.items.byCode(parsed.code) : null;
    if (item === null) throw Problem.notFound('Không tìm thấy phản ánh đã công khai nào mang mã này.');
    const timely =
      item.dueAt === null ? [] : [this.texts.text(item.late ? 'portal.published.late' : 'portal.published.on_time')];
    const words = {
      site,
      over: [item.wardName, item.categoryName].filter(Boolean).join(' · '),
      title: toMarked(item.title),
      under: [this.texts.text('portal.answered_by', { agency: item.agencyName }), ...timely].join(' · '),
    };
    this.send(response, await this.pictures.png(words));
  }

  private send(response: Response, png: Buffer): void {
    response
      .set({ 'cache-control': PUBLIC_PAGE, 'cross-origin-resource-policy': 'cross-origin' })
      .type('image/png')
      .send(png);
  }
}
