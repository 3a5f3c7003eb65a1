import { describe, expect, it } from '@jest/globals';
import { sitemapIndex, urlSet } from './sitemap-xml.js';

describe('a sitemap', () => {
  it('lists pages with their languages', () => {
    const text = urlSet([
      { url: 'https://x.vn/da-cong-khai?a=1&b=2', changedAt: new Date('2026-11-23T01:00:00Z'), languages: {} },
      { url: 'https://x.vn/', changedAt: null, languages: { vi: 'https://x.vn/', en: 'https://x.vn/en' } },
    ]);
    expect(text).toContain(
      '<url><loc>https://x.vn/da-cong-khai?a=1&amp;b=2</loc><lastmod>2026-11-23T01:00:00.000Z</lastmod></url>',
    );
    expect(text).toContain('<xhtml:link rel="alternate" hreflang="en" href="https://x.vn/en"/></url>');
  });

  it('lists lists', () => {
    expect(sitemapIndex([{ url: 'https://x.vn/sitemap/2026-11.xml', changedAt: null }])).toContain(
      '<sitemap><loc>https://x.vn/sitemap/2026-11.xml</loc></sitemap>',
    );
  });
});
