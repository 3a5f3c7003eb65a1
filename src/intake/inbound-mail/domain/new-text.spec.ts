import { describe, expect, it } from '@jest/globals';
import { newText, textOfHtml } from './new-text.js';

describe('the new text of an answer', () => {
  it.each<[string, string, string]>([
    ['without a quote', 'Cột đầu hẻm.\nCảm ơn.', 'Cột đầu hẻm.\nCảm ơn.'],
    ['above ">"', 'Cột đầu hẻm.\n\n> Cột nào?', 'Cột đầu hẻm.'],
    ['Gmail', 'Cột đầu.\n\nVào Th 3, 17 thg 11, 2026 lúc 10:12 Tổng đài 1022 <a@b.vn> đã viết:\n\n> Cột', 'Cột đầu.'],
    [
      'Gmail, broken',
      'Cột đầu.\n\nVào Th 3, 17 thg 11, 2026 lúc 10:12 Tổng đài\n1022 <a@b.vn> đã viết:\n> Cột',
      'Cột đầu.',
    ],
    ['English', 'First pole.\nOn Tue, Nov 17, 2026 at 10:12 AM 1022 <a@b.vn> wrote:\n> Which', 'First pole.'],
    ['Outlook', 'Cột đầu.\n\n________________________________\nFrom: 1022 <a@b.vn>\nSent: x', 'Cột đầu.'],
    ['Outlook in Vietnamese', 'Cột đầu.\n\nTừ: 1022 <a@b.vn>\nĐã gửi: hôm qua', 'Cột đầu.'],
    ['original message', 'Cột đầu.\n-----Original Message-----\nabc', 'Cột đầu.'],
    ['signature', 'Cột đầu.\n-- \nNguyễn A', 'Cột đầu.'],
    ['telephone', 'Cột đầu.\n\nĐã gửi từ iPhone của tôi', 'Cột đầu.'],
    [
      'a sentence that begins like a quote',
      'Vào hẻm đi 20 mét là tới.\nNgày mai tôi ở nhà.',
      'Vào hẻm đi 20 mét là tới.\nNgày mai tôi ở nhà.',
    ],
    ['nothing new', '> Cột nào?', ''],
  ])('%s', (_, mail, expected) => {
    expect(newText(mail)).toBe(expected);
    expect(newText(mail.replaceAll('\n', '\r\n'))).toBe(expected);
  });

  it('comes out of HTML, without what it quotes', () => {
    const html =
      '<html><head><style>p{}</style></head><body><div>Cột đầu &amp; cột cuối.<br>Cảm ơn</div><div class="gmail_quote">Cột nào?</div></body></html>';
    expect(newText(textOfHtml(html))).toBe('Cột đầu & cột cuối.\nCảm ơn');
  });
});

describe('a mail written to keep the service busy', () => {
  it.each<[string, string, string]>([
    ['tags that are never closed', '<style'.repeat(300_000), 'style'],
    ['brackets', '<'.repeat(2_000_000), '<'],
    ['elements without an end', '<style><script><head>'.repeat(100_000), ''],
    ['a line of addresses', `<${'@'.repeat(2_000_000)}`, '@'],
  ])('is read as fast as any other: %s', (_, html, contains) => {
    expect(newText(textOfHtml(html))).toContain(contains);
    expect(newText(html).length).toBeLessThanOrEqual(50_000);
  });

  it('keeps what stands beside a bracket', () => {
    expect(textOfHtml('İİİ<STYLE>x</STYLE>İ<BR>b')).toBe('İİİİ\nb');
    expect(textOfHtml('<p>Cao 3 &lt; 5 m</p>, rộng < 2 m')).toBe('Cao 3 < 5 m\n, rộng < 2 m');
  });
});
