import { Controller, Get, Header } from '@nestjs/common';
import { Viewing } from '../identity/index.js';
import { Public } from '../platform/http/index.js';
import { Pages, type PageContext } from '../platform/templates/index.js';

/** Pages of text that the footer links to. */
@Public()
@Controller()
export class InfoController {
  constructor(private readonly pages: Pages) {}

  @Get('khieu-nai-to-cao')
  @Header('content-type', 'text/html; charset=utf-8')
  complaints(@Viewing() page: PageContext): string {
    return this.pages.render('portal/complaints', {}, page);
  }

  @Get('thong-tin-duoc-giu-the-nao')
  @Header('content-type', 'text/html; charset=utf-8')
  privacy(@Viewing() page: PageContext): string {
    return this.pages.render('portal/privacy', {}, page);
  }

  @Get('tro-nang')
  @Header('content-type', 'text/html; charset=utf-8')
  accessibility(@Viewing() page: PageContext): string {
    return this.pages.render('portal/accessibility', {}, page);
  }
}
