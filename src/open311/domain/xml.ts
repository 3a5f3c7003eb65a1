import { xmlText } from '../../kernel/index.js';

/**
 * What an answer of GeoReport v2 holds, in the shape of its JSON: the same value makes the XML, where a list is an
 * element of its own around one element for each of its members.
 */
export type Tree = string | number | boolean | null | readonly Tree[] | { readonly [name: string]: Tree };

/** How a member is called inside its list; lists that are not here have `item`. */
const MEMBER: Readonly<Record<string, string>> = {
  services: 'service',
  service_requests: 'request',
  service_request_updates: 'request_update',
  attributes: 'attribute',
  values: 'value',
  errors: 'error',
  endpoints: 'endpoint',
  formats: 'format',
  notes: 'note',
  photos: 'photo',
};

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';

/**
 * One document: no namespace, no attributes. What is null is an empty element.
 * @param root name of the outermost element.
 */
export function toXml(root: string, content: Tree): string {
  return `${DECLARATION}\n${element(root, content)}\n`;
}

function element(name: string, content: Tree): string {
  if (content === null || content === '') return `<${name}/>`;
  return `<${name}>${inside(name, content)}</${name}>`;
}

function inside(name: string, content: Exclude<Tree, null>): string {
  if (isList(content)) return content.map((member) => element(MEMBER[name] ?? 'item', member)).join('');
  if (typeof content === 'object')
    return Object.entries(content)
      .map(([child, value]) => element(child, value))
      .join('');
  return xmlText(String(content));
}

function isList(content: Tree): content is readonly Tree[] {
  return Array.isArray(content);
}
