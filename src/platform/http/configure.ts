import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import helmet from 'helmet';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Config } from '../config/index.js';
import { Log } from '../log/index.js';
import { Readiness } from './health.controller.js';
import { readLanguage } from './language.js';
import { isApi } from './request.js';
import { requestLog } from './request-log.js';

const BODY_LIMIT = '256kb';

/**
 * What every request passes before it meets a handler.
 *
 * @param doors by path: what looks at a request below it before its body is read.
 */
export function configureHttp(app: NestExpressApplication, doors: Readonly<Record<string, RequestHandler>>): void {
  const config = app.get(Config);
  app.set('trust proxy', config.trustedProxies);
  app.set('query parser', 'simple');
  app.disable('x-powered-by');
  app.use(requestLog(app.get(Log)));
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'"],
          // Widths of the holding strip and of charts are style attributes made on the server.
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:', 'blob:'],
          connectSrc: ["'self'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
          upgradeInsecureRequests: config.env === 'production' ? [] : null,
        },
      },
      strictTransportSecurity: config.env === 'production',
      referrerPolicy: { policy: 'same-origin' },
    }),
  );
  app.use(readLanguage);
  app.use(keptByNobody);
  app.use(endConnections(app.get(Readiness)));
  // JSON lines are text, too, whatever the register of types says.
  app.use(
    compression({ filter: (request, response) => isJsonLines(response) || compression.filter(request, response) }),
  );
  for (const [path, door] of Object.entries(doors)) app.use(path, door);
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.useBodyParser('urlencoded', { limit: BODY_LIMIT, extended: true });
}

function isJsonLines(response: Response): boolean {
  return String(response.getHeader('Content-Type')).startsWith('application/x-ndjson');
}

/**
 * Unless its handler says otherwise: a page is asked for again each time (it may be another's after signing
 * in or out), and an answer of the API, which may be about people, is not written to a disk.
 */
function keptByNobody(request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', isApi(request) ? 'no-store' : 'no-cache');
  next();
}

/** While the service stops, a connection that would be kept for the next request ends with this one. */
function endConnections(readiness: Readiness): RequestHandler {
  return (request, response, next) => {
    response.once('finish', () => {
      if (readiness.isStopping()) request.socket.end();
    });
    next();
  };
}
