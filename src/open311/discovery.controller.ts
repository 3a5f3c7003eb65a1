import { Controller, Get, HttpCode, Options, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Province } from '../agencies/index.js';
import { Clock } from '../kernel/index.js';
import { Config } from '../platform/config/index.js';
import { Public } from '../platform/http/index.js';
import { answer, FOR_PAGES } from './answer.js';
import { w3Date } from './domain/w3-date.js';
import { Jurisdiction } from './jurisdiction.js';
import { ServiceCatalog } from './reading/service-catalog.js';

const GEO_REPORT = 'http://wiki.open311.org/GeoReport_v2';
/** mySociety's requests for updates stand at the same address. */
const UPDATES = 'https://github.com/mysociety/fixmystreet/wiki/Open311-FMS---Proposed-differences-to-Open311';

/** Below the API, too: there look clients that were given the API's address alone. */
const AT = ['discovery', 'v2/discovery'].flatMap((path) => [path, `${path}.xml`, `${path}.json`]);

/** Where what is: the one address that other software has to know. */
@Public()
@Controller('open311')
export class DiscoveryController {
  constructor(
    private readonly config: Config,
    private readonly province: Province,
    private readonly jurisdiction: Jurisdiction,
    private readonly services: ServiceCatalog,
    private readonly clock: Clock,
  ) {}

  @Get(AT)
  async discovery(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { phone, hours } = this.province.hotline;
    const changeset = w3Date((await this.services.changedAt()) ?? this.clock.now());
    const endpoint = (specification: string) => ({
      specification,
      url: `${this.config.publicUrl}/open311/v2`,
      changeset,
      type: this.config.env === 'production' ? 'production' : 'test',
      formats: ['text/xml', 'application/json'],
    });
    answer(request, response, 'discovery', {
      changeset,
      contact: `Tổng đài 1022 ${this.province.displayName}: điện thoại ${phone} (${hours}), ${this.config.publicUrl}`,
      key_service: `Đọc không cần khoá. Khoá để gửi (api_key) do Tổng đài 1022 cấp, xin gọi ${phone}. jurisdiction_id: ${this.jurisdiction.id}, hoặc để trống.`,
      endpoints: [endpoint(GEO_REPORT), endpoint(UPDATES)],
    });
  }

  /** Asked by the browser of a page that sends headers of its own. */
  @Options('*path')
  @HttpCode(204)
  preflight(@Res() response: Response): void {
    response
      .set({
        ...FOR_PAGES,
        'Access-Control-Allow-Methods': 'GET, HEAD, POST',
        'Access-Control-Allow-Headers': '*',
        'Access-Control-Max-Age': '86400',
      })
      .end();
  }
}
