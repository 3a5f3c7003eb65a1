import { describe, expect, it } from '@jest/globals';
import { xmlText } from './xml.js';

describe('text in XML', () => {
  it.each([
    ['a < b & c > "d" \'e\'', 'a &lt; b &amp; c &gt; &quot;d&quot; &#39;e&#39;'],
    ['dòng\nmới\tvà', 'dòng\nmới\tvà'],
    ['a\u0000\u0008\u000b\u001f\ufffe\uffffy', `a${'\uFFFD'.repeat(6)}y`],
    ['nửa \ud83d cặp, \udc00', 'nửa \uFFFD cặp, \uFFFD'],
    ['cả cặp \u{1F6B0}', 'cả cặp \u{1F6B0}'],
    [']]>', ']]&gt;'],
  ])('%j is %j', (text, escaped) => expect(xmlText(text)).toBe(escaped));
});
