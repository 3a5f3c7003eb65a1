import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../platform/http/index.js';
import { answer } from './answer.js';
import { readArguments } from './domain/arguments.js';
import { namedIn } from './domain/format.js';
import { serviceTree } from './domain/service-type.js';
import { Jurisdiction } from './jurisdiction.js';
import { ServiceCatalog } from './reading/service-catalog.js';

/** What may be reported, and what is asked for with it. */
@Public()
@Controller('open311/v2')
export class ServicesController {
  constructor(
    private readonly services: ServiceCatalog,
    private readonly jurisdiction: Jurisdiction,
  ) {}

  @Get(['services', 'services.xml', 'services.json'])
  list(@Query() query: unknown, @Req() request: Request, @Res() response: Response): void {
    this.jurisdiction.require(readArguments(query));
    answer(request, response, 'services', this.services.all().map(serviceTree));
  }

  /** @param file the service's code, with or without the format's ending. */
  @Get('services/:file')
  definition(
    @Param('file') file: string,
    @Query() query: unknown,
    @Req() request: Request,
    @Res() response: Response,
  ): void {
    this.jurisdiction.require(readArguments(query));
    const service = this.services.byCode(namedIn(file, 'service_code'));
    answer(request, response, 'service_definition', this.services.definition(service));
  }
}
