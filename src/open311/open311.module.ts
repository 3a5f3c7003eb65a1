import { Module, RequestMethod, type MiddlewareConsumer, type NestModule, type OnModuleInit } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { AttachmentsModule, UploadForm } from '../attachments/index.js';
import { FollowersModule } from '../followers/index.js';
import { IntakeModule } from '../intake/index.js';
import { ProblemDialects } from '../platform/http/index.js';
import { PublicationModule } from '../publication/index.js';
import { RoutingModule } from '../routing/index.js';
import { TicketsModule } from '../tickets/index.js';
import { GEO_REPORT_ERRORS } from './answer.js';
import { ApiKeys } from './api-keys.js';
import { DiscoveryController } from './discovery.controller.js';
import { Jurisdiction } from './jurisdiction.js';
import { KeyGuard, KeyLimit, RefusedLimit } from './key.guard.js';
import { KnownRequests } from './reading/known-requests.js';
import { PublicNames } from './reading/public-names.js';
import { RequestsController } from './requests.controller.js';
import { ServiceCatalog } from './reading/service-catalog.js';
import { ServicesController } from './services.controller.js';
import { TakeReport } from './take-report.js';
import { TakeUpdate } from './take-update.js';
import { UpdatesController } from './updates.controller.js';

/** Addresses that take files along; each with both formats. */
const WITH_FILES = ['requests', 'servicerequestupdates'].flatMap((name) => [name, `${name}.xml`, `${name}.json`]);

@Module({
  imports: [
    AgenciesModule,
    AttachmentsModule,
    FollowersModule,
    IntakeModule,
    PublicationModule,
    RoutingModule,
    TicketsModule,
  ],
  controllers: [DiscoveryController, ServicesController, RequestsController, UpdatesController],
  providers: [
    ApiKeys,
    Jurisdiction,
    KeyGuard,
    KeyLimit,
    KnownRequests,
    PublicNames,
    RefusedLimit,
    ServiceCatalog,
    TakeReport,
    TakeUpdate,
  ],
  exports: [ApiKeys],
})
export class Open311Module implements NestModule, OnModuleInit {
  constructor(private readonly dialects: ProblemDialects) {}

  onModuleInit(): void {
    this.dialects.register(GEO_REPORT_ERRORS);
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply(UploadForm)
      .forRoutes(...WITH_FILES.map((name) => ({ path: `open311/v2/${name}`, method: RequestMethod.POST })));
  }
}
