import { describe, expect, it } from '@jest/globals';
import { atom, rss, type Feed } from './feed-xml.js';

const FEED: Feed = {
  self: 'https://1022.example.vn/nguon-tin/tat-ca.atom',
  home: 'https://1022.example.vn/da-cong-khai',
  title: '1022 Đồng Nai',
  subtitle: 'Đã công khai',
  rights: 'CC BY 4.0',
  since: new Date('2025-06-30T17:00:00Z'),
  entries: [
    {
      url: 'https://1022.example.vn/da-cong-khai/DN26-0476-3352',
      title: 'Đèn <tắt> & "tối"',
      author: 'Sở Xây dựng',
      category: { term: '5', label: 'Xây dựng, hạ tầng' },
      publishedAt: new Date('2026-11-23T01:00:00Z'),
      // Words of it were hidden two days later.
      updatedAt: new Date('2026-11-25T01:00:00Z'),
      html: '<p>Hẻm tối &lt;script&gt;</p>',
    },
  ],
  deletions: [],
};

describe('a feed', () => {
  it('in Atom has what RFC 4287 asks for, of itself and of each entry', () => {
    const text = atom(FEED);
    for (const part of [
      '<id>https://1022.example.vn/nguon-tin/tat-ca.atom</id>',
      '</subtitle>\n<updated>2026-11-25T01:00:00.000Z</updated>',
      '<published>2026-11-23T01:00:00.000Z</published>\n<updated>2026-11-25T01:00:00.000Z</updated>',
      '<link rel="self" type="application/atom+xml" href="https://1022.example.vn/nguon-tin/tat-ca.atom"/>',
      '<id>https://1022.example.vn/da-cong-khai/DN26-0476-3352</id>',
      '<title>Đèn &lt;tắt&gt; &amp; &quot;tối&quot;</title>',
      '<author><name>Sở Xây dựng</name></author>',
      '<content type="html">&lt;p&gt;Hẻm tối &amp;lt;script&amp;gt;&lt;/p&gt;</content>',
    ])
      expect(text).toContain(part);
  });

  it('in RSS has dates as RFC 822 writes them and an address that stays', () => {
    const text = rss(FEED);
    for (const part of [
      '<lastBuildDate>Wed, 25 Nov 2026 01:00:00 +0000</lastBuildDate>',
      '<pubDate>Mon, 23 Nov 2026 01:00:00 +0000</pubDate>',
      '<guid isPermaLink="true">https://1022.example.vn/da-cong-khai/DN26-0476-3352</guid>',
      '<category>Xây dựng, hạ tầng</category>',
      '<language>vi</language>',
    ])
      expect(text).toContain(part);
  });

  it('in Atom says what was taken off by RFC 6721, and is as new as that', () => {
    const deletion = {
      url: 'https://1022.example.vn/da-cong-khai/DN26-0476-3353',
      deletedAt: new Date('2026-11-26T01:00:00Z'),
      comment: 'Đã gỡ <xuống>.',
    };
    const taken = { ...FEED, deletions: [deletion] };
    const text = atom(taken);
    expect(text).toContain('xmlns:at="http://purl.org/atompub/tombstones/1.0"');
    expect(text).toContain(
      '<at:deleted-entry ref="https://1022.example.vn/da-cong-khai/DN26-0476-3353" when="2026-11-26T01:00:00.000Z">\n<at:comment>Đã gỡ &lt;xuống&gt;.</at:comment>\n</at:deleted-entry>',
    );
    expect(text).toContain('</subtitle>\n<updated>2026-11-26T01:00:00.000Z</updated>');
    expect(rss(taken)).not.toContain('3353');
    expect(rss(taken)).toContain('<lastBuildDate>Thu, 26 Nov 2026 01:00:00 +0000</lastBuildDate>');
  });

  it('that is empty is of the day the service began, not of now', () => {
    const empty = { ...FEED, entries: [] };
    expect(atom(empty)).toContain('<updated>2025-06-30T17:00:00.000Z</updated>');
    expect(rss(empty)).toContain('<lastBuildDate>Mon, 30 Jun 2025 17:00:00 +0000</lastBuildDate>');
  });
});
