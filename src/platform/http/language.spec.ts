import { describe, expect, it } from '@jest/globals';
import type { Request, Response } from 'express';
import { addressIn, linksInEnglish, readLanguage } from './language.js';
import type { ServiceRequest } from './request.js';

describe('the English pages', () => {
  it.each([
    ['/', '/en'],
    ['/?thang=2026-11', '/en?thang=2026-11'],
    ['/#ke', '/en#ke'],
    ['/co-quan/SXD', '/en/co-quan/SXD'],
    ['/da-cong-khai?phuong=25993#x', '/en/da-cong-khai?phuong=25993#x'],
    ['/assets/public-1.css', '/assets/public-1.css'],
    ['/dang-nhap', '/dang-nhap'],
    ['//evil.example/da-cong-khai', '//evil.example/da-cong-khai'],
    ['https://example.vn/', 'https://example.vn/'],
    ['#chinh', '#chinh'],
  ])('%s is %s', (address, english) => {
    expect(addressIn('en', address)).toBe(english);
    expect(addressIn('vi', address)).toBe(address);
  });

  it('lead on in English, but for the way back and for what has one language', () => {
    const page = `<a href="/co-quan">x</a><a href="/" hreflang="vi">y</a><form action="/tra-cuu"><link href="/assets/a.css"> href=&quot;/x`;
    expect(linksInEnglish(page)).toBe(
      `<a href="/en/co-quan">x</a><a href="/" hreflang="vi">y</a><form action="/en/tra-cuu"><link href="/assets/a.css"> href=&quot;/x`,
    );
  });

  const read = (url: string) => {
    const request = { url } as Request;
    const sent: string[] = [];
    const response = { location: (to: string) => void sent.push(to) } as unknown as Response;
    readLanguage(request, response, () => undefined);
    response.location('/theo-doi/abc');
    return [request.url, (request as ServiceRequest).language, sent[0]];
  };

  it.each([
    ['/en', '/', 'en', '/en/theo-doi/abc'],
    ['/en/', '/', 'en', '/en/theo-doi/abc'],
    ['/en?x=1', '/?x=1', 'en', '/en/theo-doi/abc'],
    ['/en/co-quan?thang=2026-11', '/co-quan?thang=2026-11', 'en', '/en/theo-doi/abc'],
    ['/co-quan', '/co-quan', 'vi', '/theo-doi/abc'],
    ['/en/phieu', '/en/phieu', 'vi', '/theo-doi/abc'],
    ['/en//evil.example', '/en//evil.example', 'vi', '/theo-doi/abc'],
    ['/english', '/english', 'vi', '/theo-doi/abc'],
  ])('%s is read as %s in %s', (url, path, language, sent) => expect(read(url)).toEqual([path, language, sent]));
});
