import type { NextFunction, Request, Response } from 'express';
import type { AssetStore } from './asset-store.js';

/** A name holds a hash of its content, so what is behind it never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** Answers GET and HEAD of `/assets/…`, compressed when the browser takes it; leaves the rest to what follows. */
export function serveAssets(store: AssetStore) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const asset = request.method === 'GET' || request.method === 'HEAD' ? store.find(request.originalUrl.split('?', 1)[0] ?? '') : null;
    if (asset === null) {
      next();
      return;
    }
    const encoding = request.acceptsEncodings(['br', 'gzip', 'identity']);
    const compressed = encoding === 'br' ? asset.br : encoding === 'gzip' ? asset.gzip : null;
    if (compressed !== null) response.setHeader('Content-Encoding', String(encoding));
    response.setHeader('Vary', 'Accept-Encoding');
    response.setHeader('Cache-Control', FOR_EVER);
    response.setHeader('Content-Type', asset.type);
    response.setHeader('Content-Length', (compressed ?? asset.body).length);
    response.end(request.method === 'HEAD' ? undefined : (compressed ?? asset.body));
  };
}
