// XML 1.0 has no way at all to write these, not even as a reference: a document with one of them cannot be read.
const FORBIDDEN =
  // eslint-disable-next-line no-control-regex -- these are the signs meant
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // As HTML knows it, too.
  "'": '&#39;',
};

/**
 * Text inside an element or an attribute, of XML or of HTML. What XML cannot hold even when it is escaped (control
 * signs, halves of a pair) is shown as lost: one such sign would make the whole document unreadable.
 */
export function xmlText(text: string): string {
  return text.replace(FORBIDDEN, '\uFFFD').replace(/[&<>"']/g, (sign) => REFERENCES[sign] ?? sign);
}
