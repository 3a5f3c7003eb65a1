import { toXml, type Tree } from './xml.js';

/** The two formats of GeoReport; without an ending it is XML, which every server has. */
export type Format = 'xml' | 'json';

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  xml: 'text/xml; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** By the ending of an address: "/open311/v2/services.json". */
export function formatOf(path: string): Format {
  return /\.json$/i.test(path) ? 'json' : 'xml';
}

/** "mt-rac.json" → "mt-rac": what the address names, without its ending. */
export function nameIn(file: string): string {
  return file.replace(/\.(xml|json)$/i, '');
}

/** @param root of the XML; JSON has the content alone. */
export function written(format: Format, root: string, content: Tree): string {
  return format === 'json' ? JSON.stringify(content) : toXml(root, content);
}
