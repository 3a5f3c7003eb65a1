import type { NextFunction, Request, Response } from 'express';
import type { Language, ServiceRequest } from './request.js';

/** First parts of the addresses that citizens' pages have; everything else is in Vietnamese only. */
const TRANSLATED: ReadonlySet<string> = new Set([
  '',
  'ban-do',
  'co-quan',
  'cung-gap',
  'da-cong-khai',
  'danh-gia',
  'du-lieu-mo',
  'gui-phan-anh',
  'khieu-nai-to-cao',
  'muc-do-hai-long',
  'niem-phong',
  'nguon-tin',
  'nhan-tin',
  'phuong-xa',
  'theo-doi',
  'thong-tin-duoc-giu-the-nao',
  'tra-cuu',
  'tro-nang',
]);

/** Two strokes at the beginning name another machine. */
function isTranslated(address: string): boolean {
  const [, first] = /^\/(?!\/)([^/?#]*)/.exec(address) ?? [];
  return first !== undefined && TRANSLATED.has(first);
}

/** The address of a page of ours in a language; addresses that are the same in all are left as they are. */
export function addressIn(language: Language, address: string): string {
  if (language === 'vi' || !isTranslated(address)) return address;
  return address === '/' ? '/en' : `/en${address.replace(/^\/(?=[?#])/, '')}`;
}

/** What of an address follows its path, with the question mark; "" where there is nothing. */
export function queryIn(address: string): string {
  return /\?[^#]*/.exec(address)?.[0] ?? '';
}

/** `href` and `action` of a page made in English lead on in English. Text is escaped, so it holds none of these. */
export function linksInEnglish(html: string): string {
  return html.replace(
    /( (?:href|action)=")(\/(?!\/)[^"]*)"(?! hreflang="vi")/g,
    (_, before: string, address: string) => `${before}${addressIn('en', address)}"`,
  );
}

/** Takes `/en` off a page's address and remembers it; where the answer sends the browser, it is put on again. */
export function readLanguage(request: Request, response: Response, next: NextFunction): void {
  const [, rest] = /^\/en(?:$|(?=[/?]))(.*)$/s.exec(request.url) ?? [];
  const address = rest === undefined ? null : rest.startsWith('/') ? rest : `/${rest}`;
  if (address === null || !isTranslated(address)) {
    (request as ServiceRequest).language = 'vi';
    next();
    return;
  }
  request.url = address;
  (request as ServiceRequest).language = 'en';
  const location = response.location.bind(response);
  response.location = (url) => location(addressIn('en', url));
  next();
}
