import { Controller, Get, HttpCode, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { allFilesOf } from '../attachments/index.js';
import { Clock } from '../kernel/index.js';
import { NotIdempotent, Public, type ServiceRequest } from '../platform/http/index.js';
import { answer } from './answer.js';
import { readArguments } from './domain/arguments.js';
import { contentHash } from './domain/report.js';
import { readUpdateQuery } from './domain/request-query.js';
import { Jurisdiction } from './jurisdiction.js';
import { KeyGuard, KeyLimit, RefusedLimit, type KeyedRequest } from './key.guard.js';
import { KnownRequests } from './reading/known-requests.js';
import { TakeUpdate } from './take-update.js';

/** mySociety's extension: what has happened to requests, and what their reporters add. */
@Public()
@Controller('open311/v2')
export class UpdatesController {
  constructor(
    private readonly known: KnownRequests,
    private readonly jurisdiction: Jurisdiction,
    private readonly take: TakeUpdate,
    private readonly clock: Clock,
  ) {}

  @Get(['servicerequestupdates', 'servicerequestupdates.xml', 'servicerequestupdates.json'])
  async list(@Query() query: unknown, @Req() request: ServiceRequest, @Res() response: Response): Promise<void> {
    const sent = readArguments(query);
    this.jurisdiction.require(sent);
    const updates = await this.known.updates(readUpdateQuery(sent, this.clock.now()));
    answer(request, response, 'service_request_updates', updates);
  }

  @Post(['servicerequestupdates', 'servicerequestupdates.xml', 'servicerequestupdates.json'])
  @HttpCode(200)
  @NotIdempotent('an update is known by the id that its sender gave it')
  @UseGuards(RefusedLimit, KeyGuard, KeyLimit)
  async send(@Query() query: unknown, @Req() request: KeyedRequest, @Res() response: Response): Promise<void> {
    const sent = readArguments(request.body, query);
    this.jurisdiction.require(sent);
    const files = allFilesOf(request);
    const hash = contentHash(request.body, query);
    const updateId = await this.take.execute({ sent, files, hash }, request.apiKey, request.requestId);
    answer(request, response, 'service_request_updates', [{ update_id: updateId, account_id: null }]);
  }
}
