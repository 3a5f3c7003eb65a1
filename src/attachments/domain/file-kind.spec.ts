import { describe, expect, it } from '@jest/globals';
import { disposition, kindOf, shownName, type FileKind, type StoredType } from './file-kind.js';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

describe('what a file is by its first bytes', () => {
  it.each<[string, string, FileKind | null]>([
    ['a photo', '\xff\xd8\xff\xe0\0\x10JFIF', 'jpeg'],
    ['a picture of a screen', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'png'],
    ['WebP', 'RIFF\x24\0\0\0WEBPVP8 ', 'webp'],
    ['a sound in the same wrapping', 'RIFF\x24\0\0\0WAVEfmt ', null],
    ['AVIF', '\0\0\0\x20ftypavif\0\0\0\0avifmif1', 'avif'],
    ['AVIF that calls itself the general kind first', '\0\0\0\x20ftypmif1\0\0\0\0mif1avif', 'avif'],
    ['an iPhone’s photo', '\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'heic'],
    ['a film of the same family', '\0\0\0\x18ftypmp42\0\0\0\0mp42isom', null],
    ['a document', '%PDF-1.7\n', 'pdf'],
    ['SVG, which may carry a script', '<svg xmlns="http://www.w3.org/2000/svg">', null],
    ['GIF', 'GIF89a', null],
    ['a page', '<!doctype html><script>', null],
    ['a program', 'MZ\x90\0', null],
    ['Word', 'PK\x03\x04', null],
    ['nothing', '', null],
    ['too short to tell', '\xff\xd8', null],
  ])('%s', (_, text, kind) => {
    expect(kindOf(bytes(text))).toBe(kind);
  });
});

describe('the name people see', () => {
  it.each<[string, StoredType, string]>([
    ['Ổ gà trước chợ.JPG', 'image/jpeg', 'Ổ gà trước chợ.jpg'],
    ['man-hinh.png', 'image/webp', 'man-hinh.webp'],
    ['../../etc/passwd', 'image/jpeg', 'passwd.jpg'],
    ['C:\\Users\\a\\anh 1.jpeg', 'image/jpeg', 'anh 1.jpg'],
    ['', 'image/jpeg', 'anh.jpg'],
    ['.htaccess', 'application/pdf', 'htaccess.pdf'],
    ['???.pdf', 'application/pdf', 'tai-lieu.pdf'],
    ['a"; filename="b.html', 'image/jpeg', 'a filename= b.jpg'],
    ['dòng\r\nSet-Cookie: x=1.jpg', 'image/jpeg', 'dòng Set-Cookie x=1.jpg'],
    ['anh\u202Egpj.exe', 'image/jpeg', 'anhgpj.jpg'],
    ['Biên bản.v2.pdf', 'application/pdf', 'Biên bản.v2.pdf'],
  ])('%j', (raw, type, name) => {
    expect(shownName(raw, type)).toBe(name);
  });

  it('is cut between characters and keeps its ending', () => {
    const name = shownName(`${'ả'.repeat(300)}.jpg`, 'image/jpeg');
    expect(name).toHaveLength(120);
    expect(name.endsWith('ảả.jpg')).toBe(true);
  });

  it('travels in plain letters and whole; a document is never opened in the page', () => {
    expect(disposition('Đường hỏng (1).jpg', 'image/jpeg')).toBe(
      `inline; filename="Duong hong _1_.jpg"; filename*=UTF-8''%C4%90%C6%B0%E1%BB%9Dng%20h%E1%BB%8Fng%20%281%29.jpg`,
    );
    expect(disposition('Biên bản.pdf', 'application/pdf')).toMatch(/^attachment; /);
  });
});
