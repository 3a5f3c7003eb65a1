import { describe, expect, it } from '@jest/globals';
import { toXml, type Tree } from './xml.js';

const body = (root: string, content: Tree): string => toXml(root, content).split('\n')[1] ?? '';

describe('toXml', () => {
  it('declares its encoding and has one root without namespace', () => {
    expect(toXml('services', [])).toBe('<?xml version="1.0" encoding="utf-8"?>\n<services></services>\n');
  });

  it.each<[string, string, Tree, string]>([
    [
      'a list of requests',
      'service_requests',
      [{ service_request_id: 'DN26-0000-0001', lat: 10.95, description: null }],
      '<service_requests><request><service_request_id>DN26-0000-0001</service_request_id><lat>10.95</lat><description/></request></service_requests>',
    ],
    [
      'a list inside of one',
      'service_definition',
      { service_code: 'a', attributes: [{ required: true, values: [{ key: 'k', name: 'Tên' }] }] },
      '<service_definition><service_code>a</service_code><attributes><attribute><required>true</required><values><value><key>k</key><name>Tên</name></value></values></attribute></attributes></service_definition>',
    ],
    [
      'formats',
      'formats',
      ['text/xml', 'application/json'],
      '<formats><format>text/xml</format><format>application/json</format></formats>',
    ],
    [
      'errors',
      'errors',
      [{ code: 403, description: 'Sai khoá' }],
      '<errors><error><code>403</code><description>Sai khoá</description></error></errors>',
    ],
    [
      'what would be markup',
      'x',
      `<script>"a" & 'b'</script>]]>`,
      '<x>&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;]]&gt;</x>',
    ],
    [
      'line breaks, and letters beyond the basic plane',
      'x',
      'dòng 1\ndòng 2 \u{1F6A7}',
      '<x>dòng 1\ndòng 2 \u{1F6A7}</x>',
    ],
  ])('%s', (_, root, content, expected) => {
    expect(toXml(root, content).replace(/^.*\n/, '').replace(/\n$/, '')).toBe(expected);
  });

  it('never turns text into an element', () => {
    expect(body('x', { a: '</a><b>' })).toBe('<x><a>&lt;/a&gt;&lt;b&gt;</a></x>');
  });
});
