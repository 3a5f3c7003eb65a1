import { xmlText } from '../../kernel/index.js';

/** One published item as a feed tells it. */
export interface FeedEntry {
  readonly url: string;
  readonly title: string;
  /** Who answered. */
  readonly author: string;
  readonly category: { readonly term: string; readonly label: string } | null;
  readonly publishedAt: Date;
  /** When it changed last: a reader that has it fetches it anew. */
  readonly updatedAt: Date;
  /** The words of the item as HTML, escaped already. */
  readonly html: string;
}

/** An item that stood in the feed and was taken off: nothing of it but its address. */
export interface FeedDeletion {
  readonly url: string;
  readonly deletedAt: Date;
  /** Why, as its page says it. */
  readonly comment: string;
}

export interface Feed {
  /** Its own address, and that of the page it stands for. */
  readonly self: string;
  readonly home: string;
  readonly title: string;
  readonly subtitle: string;
  readonly rights: string;
  /** What it says of its age while it is empty. */
  readonly since: Date;
  /** The newest first. */
  readonly entries: readonly FeedEntry[];
  /** The latest first; RSS has no way to say it. */
  readonly deletions: readonly FeedDeletion[];
}

const HEAD = '<?xml version="1.0" encoding="utf-8"?>\n';

/** RFC 4287; what was taken off by RFC 6721. */
export function atom(feed: Feed): string {
  const updated = newestOf(feed);
  const entries = feed.entries.map(
    ({ url, title, author, category, publishedAt, updatedAt, html }) => `<entry>
<id>${xmlText(url)}</id>
<title>${xmlText(title)}</title>
<link rel="alternate" type="text/html" href="${xmlText(url)}"/>
<published>${publishedAt.toISOString()}</published>
<updated>${updatedAt.toISOString()}</updated>
<author><name>${xmlText(author)}</name></author>
${category === null ? '' : `<category term="${xmlText(category.term)}" label="${xmlText(category.label)}"/>\n`}<content type="html">${xmlText(html)}</content>
</entry>
`,
  );
  const deletions = feed.deletions.map(
    ({ url, deletedAt, comment }) => `<at:deleted-entry ref="${xmlText(url)}" when="${deletedAt.toISOString()}">
<at:comment>${xmlText(comment)}</at:comment>
</at:deleted-entry>
`,
  );
  return `${HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="vi">
<id>${xmlText(feed.self)}</id>
<title>${xmlText(feed.title)}</title>
<subtitle>${xmlText(feed.subtitle)}</subtitle>
<updated>${updated.toISOString()}</updated>
<link rel="self" type="application/atom+xml" href="${xmlText(feed.self)}"/>
<link rel="alternate" type="text/html" href="${xmlText(feed.home)}"/>
<rights>${xmlText(feed.rights)}</rights>
${deletions.join('')}${entries.join('')}</feed>
`;
}

/** RSS 2.0, with the address of the feed itself as its best practices ask for. */
export function rss(feed: Feed): string {
  const updated = newestOf(feed);
  const items = feed.entries.map(
    ({ url, title, author, category, publishedAt, html }) => `<item>
<title>${xmlText(title)}</title>
<link>${xmlText(url)}</link>
<guid isPermaLink="true">${xmlText(url)}</guid>
<pubDate>${rfc822(publishedAt)}</pubDate>
<dc:creator>${xmlText(author)}</dc:creator>
${category === null ? '' : `<category>${xmlText(category.label)}</category>\n`}<description>${xmlText(html)}</description>
</item>
`,
  );
  return `${HEAD}<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>${xmlText(feed.title)}</title>
<link>${xmlText(feed.home)}</link>
<atom:link rel="self" type="application/rss+xml" href="${xmlText(feed.self)}"/>
<description>${xmlText(feed.subtitle)}</description>
<language>vi</language>
<copyright>${xmlText(feed.rights)}</copyright>
<lastBuildDate>${rfc822(updated)}</lastBuildDate>
<ttl>30</ttl>
${items.join('')}</channel>
</rss>
`;
}

function newestOf({ entries, deletions, since }: Feed): Date {
  const changes = [...entries.map(({ updatedAt }) => updatedAt), ...deletions.map(({ deletedAt }) => deletedAt)];
  return changes.length === 0 ? since : new Date(Math.max(...changes.map((at) => at.getTime())));
}

/** "Mon, 23 Nov 2026 01:00:00 +0000": RFC 822 knows no "GMT+00:00" and no Vietnamese. */
function rfc822(at: Date): string {
  return at.toUTCString().replace('GMT', '+0000');
}
