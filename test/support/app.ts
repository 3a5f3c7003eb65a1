import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { Abstract, Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { EntityManager } from 'typeorm';
import { createApp } from '../../src/create-app.js';
import type { Clock } from '../../src/kernel/index.js';
import { PACKAGE_ROOT, type Config } from '../../src/platform/config/index.js';
import { Reader } from '../../src/platform/database/index.js';
import { FixedClock } from './clock.js';
import { createFromTemplate, type DatabasePlace, type OwnDatabase, type Template } from './server-database.js';

export interface TestApp<C extends Clock = FixedClock> {
  readonly nest: NestExpressApplication;
  /** `http://localhost:<port>`, where the service really listens. */
  readonly url: string;
  readonly clock: C;
  readonly config: Config;
  /** Committed data, for looking at what happened. */
  readonly rows: EntityManager;
  /** A service of any module. */
  get<T>(token: Type<T> | Abstract<T>): T;
  /** Stops the service as a signal would, and removes its database. */
  close(): Promise<void>;
}

export interface TestAppOptions<C extends Clock = FixedClock> {
  /** Stands at Monday 2026-11-23 08:00 in Vietnam when nothing is said. */
  readonly clock?: C;
  readonly config?: Partial<Config>;
}

const SOURCES = ['src', 'provinces', 'package-lock.json'];
const LOADED: Template = { name: 'loaded', madeFrom: SOURCES, fill: start };

/**
 * The whole service, listening on a free port, on a fresh database of the engine under test with the
 * province's configuration in it and no tickets.
 */
export async function createTestApp<C extends Clock = FixedClock>(
  options: TestAppOptions<C> = {},
): Promise<TestApp<C>> {
  const clock = options.clock ?? (new FixedClock() as Clock as C);
  const place = await createFromTemplate(LOADED);
  try {
    const port = await freePort();
    const config = { ...testConfig(place, port), ...options.config };
    const nest = await createApp(config, clock);
    await nest.listen(port);
    return {
      nest,
      url: config.publicUrl,
      clock,
      config,
      rows: nest.get(Reader).manager,
      get: (token) => nest.get(token, { strict: false }),
      close: async () => {
        await nest.close();
        await place.drop();
      },
    };
  } catch (error) {
    await place.drop();
    throw error;
  }
}

/** A database with the province's configuration, for a service that runs in a process of its own. */
export function createLoadedDatabase(): Promise<OwnDatabase> {
  return createFromTemplate(LOADED);
}

/** The settings of a test: nothing leaves the machine, and nobody is slowed down. */
export function testConfig(place: DatabasePlace, port: number): Config {
  return {
    env: 'test',
    port,
    databaseUrl: place.databaseUrl,
    dataDir: place.dataDir,
    provinceDir: `${PACKAGE_ROOT}provinces/dong-nai`,
    packageRoot: PACKAGE_ROOT,
    publicUrl: `http://localhost:${port}`,
    secret: 'only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz',
    smtpUrl: null,
    mailFrom: 'Tổng đài 1022 <khong-tra-loi@1022.localhost>',
    demoPassword: null,
    logLevel: (process.env['TEST_LOG'] as Config['logLevel'] | undefined) ?? 'silent',
    trustedProxies: 0,
    publicRateLimit: 1_000_000,
    publicProofBits: 0,
    replyAddress: null,
    inboundMailToken: null,
    ctiTokens: [],
    ctiDial: null,
    ctiListenUrl: null,
  };
}

/** A first start: it migrates and loads the province by itself. */
async function start(place: DatabasePlace): Promise<void> {
  const nest = await createApp(testConfig(place, 0), new FixedClock());
  try {
    await nest.init();
  } finally {
    await nest.close();
  }
}

/** A port nobody listens on. The address of the service is in its settings, so it must be known before it starts. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
