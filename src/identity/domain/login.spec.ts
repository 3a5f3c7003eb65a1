import { describe, expect, it } from '@jest/globals';
import { foldLogin, passwordFault } from './login.js';

describe('a login name', () => {
  it.each([
    ['tongdai', 'tongdai'],
    ['  TongDai ', 'tongdai'],
    ['Tổng Đài', 'tongdai'],
    ['Tổng Đài'.normalize('NFD'), 'tongdai'],
    ['nguyen.van_a-2@dongnai.gov.vn', 'nguyen.van_a-2@dongnai.gov.vn'],
    ['a', null],
    ['', null],
    ['.a', null],
    ["a' or 1=1", null],
    ['a'.repeat(65), null],
  ])('%j is kept as %j', (raw, folded) => {
    expect(foldLogin(raw)).toBe(folded);
  });
});

describe('a new password', () => {
  it.each([
    ['ngắn', 'Mật khẩu cần ít nhất 10 ký tự, còn thiếu 6.'],
    ['aaaaaaaaaaaa', 'Mật khẩu lặp lại quá ít ký tự, dễ đoán.'],
    ['xin-chao-TongDai', 'Mật khẩu không được chứa tên đăng nhập.'],
    ['x'.repeat(201), 'Mật khẩu dài quá 200 ký tự.'],
    ['một hai ba bốn', null],
  ])('%j: %s', (password, fault) => {
    expect(passwordFault(password, 'tongdai')).toBe(fault);
  });
});
