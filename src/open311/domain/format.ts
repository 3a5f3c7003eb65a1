import { Problem } from '../../kernel/index.js';
import { toXml, type Tree } from './xml.js';

/** The two formats of GeoReport; without an ending it is XML, which every server has. */
export type Format = 'xml' | 'json';

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  xml: 'text/xml; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** By the ending of an address: "/open311/v2/services.json". */
export function formatOf(path: string): Format {
  return /\.json\/?$/i.test(path) ? 'json' : 'xml';
}

/**
 * "mt-rac.json" → "mt-rac": what the address names, without its ending.
 * @throws Problem `invalid-input` when it names nothing.
 */
export function namedIn(file: string, argument: string): string {
  const name = file.replace(/\.(xml|json)$/i, '');
  if (name === '') throw Problem.invalid([{ field: argument, message: 'Cần có trong địa chỉ.' }]);
  return name;
}

/** @param root of the XML; JSON has the content alone. */
export function written(format: Format, root: string, content: Tree): string {
  return format === 'json' ? JSON.stringify(content) : toXml(root, content);
}
