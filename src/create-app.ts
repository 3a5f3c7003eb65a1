import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import type { Clock } from './kernel/index.js';
import type { Config } from './platform/config/index.js';
import { configureHttp } from './platform/http/index.js';
import { createLog, nestLogger } from './platform/log/index.js';
import { CTI_PATH, CtiDoor } from './telephony/index.js';

/**
 * The service, wired but not started: its database is migrated, nothing is loaded from it yet and no
 * event moves before `init()` or `listen()`.
 *
 * @param clock a clock of the caller's; the system's unless a test sets the time.
 */
export async function createApp(config: Config, clock?: Clock): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(config, clock), {
    logger: nestLogger(createLog(config.logLevel)),
    bodyParser: false,
    abortOnError: false,
  });
  const door = app.get(CtiDoor, { strict: false });
  configureHttp(app, { [CTI_PATH]: door.handle.bind(door) });
  app.useWebSocketAdapter(new IoAdapter(app));
  return app;
}
