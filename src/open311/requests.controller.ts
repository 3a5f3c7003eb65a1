import { Controller, Get, HttpCode, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { allFilesOf } from '../attachments/index.js';
import { Clock, Problem } from '../kernel/index.js';
import { NotIdempotent, Public, type ServiceRequest } from '../platform/http/index.js';
import { answer } from './answer.js';
import { readArguments } from './domain/arguments.js';
import { namedIn } from './domain/format.js';
import { contentHash } from './domain/report.js';
import { readRequestQuery, wantsExtensions } from './domain/request-query.js';
import { Jurisdiction } from './jurisdiction.js';
import { KeyGuard, KeyLimit, RefusedLimit, type KeyedRequest } from './key.guard.js';
import { KnownRequests } from './reading/known-requests.js';
import { ServiceCatalog } from './reading/service-catalog.js';
import { TakeReport } from './take-report.js';

const CLIENT_KEY = /^[\x21-\x7e]{8,100}$/;

/** Reports: sent with a key, read by everybody. */
@Public()
@Controller('open311/v2')
export class RequestsController {
  constructor(
    private readonly known: KnownRequests,
    private readonly services: ServiceCatalog,
    private readonly jurisdiction: Jurisdiction,
    private readonly take: TakeReport,
    private readonly clock: Clock,
  ) {}

  @Get(['requests', 'requests.xml', 'requests.json'])
  async list(@Query() query: unknown, @Req() request: ServiceRequest, @Res() response: Response): Promise<void> {
    const sent = readArguments(query);
    this.jurisdiction.require(sent);
    const requests = await this.known.list(readRequestQuery(sent, this.clock.now()));
    answer(request, response, 'service_requests', requests);
  }

  /** @param file the ticket's code, with or without the format's ending. */
  @Get('requests/:file')
  async one(
    @Param('file') file: string,
    @Query() query: unknown,
    @Req() request: ServiceRequest,
    @Res() response: Response,
  ): Promise<void> {
    const sent = readArguments(query);
    this.jurisdiction.require(sent);
    const found = await this.known.one(namedIn(file, 'service_request_id'), wantsExtensions(sent));
    answer(request, response, 'service_requests', [found]);
  }

  @Get('tokens/:file')
  async token(
    @Param('file') file: string,
    @Query() query: unknown,
    @Req() request: ServiceRequest,
    @Res() response: Response,
  ): Promise<void> {
    this.jurisdiction.require(readArguments(query));
    const token = namedIn(file, 'token');
    const id = await this.known.idOfToken(token);
    answer(request, response, 'service_requests', [{ service_request_id: id, token }]);
  }

  @Post(['requests', 'requests.xml', 'requests.json'])
  @HttpCode(200)
  @NotIdempotent('a client of GeoReport has no key: the same report of the same sender is known by its content')
  @UseGuards(RefusedLimit, KeyGuard, KeyLimit)
  async send(@Query() query: unknown, @Req() request: KeyedRequest, @Res() response: Response): Promise<void> {
    const sent = readArguments(request.body, query);
    this.jurisdiction.require(sent);
    const serviceCode = sent.one('service_code');
    if (serviceCode === null)
      throw Problem.invalid([{ field: 'service_code', message: 'Cần loại việc; xem GET services.' }]);
    const clientKey = request.get('idempotency-key') ?? '';
    const { code, notice } = await this.take.execute(
      {
        sent,
        service: this.services.byCode(serviceCode),
        // `media`, as a rule; FixMyStreet numbers them ("photo1").
        files: allFilesOf(request),
        hash: contentHash(request.body, query),
        key: CLIENT_KEY.test(clientKey) ? clientKey : null,
      },
      request.apiKey,
      request.requestId,
    );
    answer(request, response, 'service_requests', [
      { service_request_id: code, service_notice: notice, account_id: null },
    ]);
  }
}
