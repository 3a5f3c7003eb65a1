import type { NextFunction, RequestHandler, Response } from 'express';
import { newId } from '../../kernel/index.js';
import type { Log } from '../log/index.js';
import type { ServiceRequest } from './request.js';

/**
 * Gives each request an id (`X-Request-Id` comes back) and writes one line when it is over. The
 * line holds the route's pattern and not the URL: tracking links and search words are in URLs.
 */
export function requestLog(log: Log): RequestHandler {
  return (request, response: Response, next: NextFunction) => {
    const serviceRequest = request as ServiceRequest;
    serviceRequest.requestId = newId();
    serviceRequest.idempotency = null;
    response.setHeader('X-Request-Id', serviceRequest.requestId);
    const started = process.hrtime.bigint();
    response.once('close', () => {
      const ms = Number(process.hrtime.bigint() - started) / 1e6;
      const route = (request.route as { path?: string } | undefined)?.path ?? null;
      const fields = {
        requestId: serviceRequest.requestId,
        method: request.method,
        route,
        status: response.statusCode,
        ms: Math.round(ms),
        // Whoever asked went away before the answer.
        ...(response.writableFinished ? {} : { aborted: true }),
      };
      if (response.statusCode >= 500) log.error(fields, 'request failed');
      else log.info(fields, 'request');
    });
    next();
  };
}
