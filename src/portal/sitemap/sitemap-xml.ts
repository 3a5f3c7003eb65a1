import { xmlText } from '../../kernel/index.js';

export interface Address {
  readonly url: string;
  readonly changedAt: Date | null;
  /** The same page in other languages, by language; empty: it has one. */
  readonly languages: Readonly<Record<string, string>>;
}

const HEAD = '<?xml version="1.0" encoding="utf-8"?>\n';
const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** A list of pages, as sitemaps.org has it; at most 50,000 of them. */
export function urlSet(addresses: readonly Address[]): string {
  const entries = addresses.map(({ url, changedAt, languages }) => {
    const alternates = Object.entries(languages).map(
      ([language, href]) => `<xhtml:link rel="alternate" hreflang="${language}" href="${xmlText(href)}"/>`,
    );
    return `<url><loc>${xmlText(url)}</loc>${lastmod(changedAt)}${alternates.join('')}</url>\n`;
  });
  return `${HEAD}<urlset xmlns="${NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${entries.join('')}</urlset>\n`;
}

/** The list of such lists. */
export function sitemapIndex(lists: readonly { readonly url: string; readonly changedAt: Date | null }[]): string {
  const entries = lists.map(
    ({ url, changedAt }) => `<sitemap><loc>${xmlText(url)}</loc>${lastmod(changedAt)}</sitemap>\n`,
  );
  return `${HEAD}<sitemapindex xmlns="${NAMESPACE}">\n${entries.join('')}</sitemapindex>\n`;
}

const lastmod = (at: Date | null): string => (at === null ? '' : `<lastmod>${at.toISOString()}</lastmod>`);
