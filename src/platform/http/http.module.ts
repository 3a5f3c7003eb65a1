import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { HealthController, Readiness } from './health.controller.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { OpenApiController, Routes } from './openapi.js';
import { ProblemDialects, ProblemFilter } from './problem.filter.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [HealthController, OpenApiController],
  providers: [
    Readiness,
    Routes,
    ProblemDialects,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
  exports: [Readiness, Routes, ProblemDialects],
})
export class HttpModule {}
