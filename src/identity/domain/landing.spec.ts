import { describe, expect, it } from '@jest/globals';
import { landingPage, localPath } from './landing.js';
import type { Role } from './principal.js';

describe('the way back after signing in', () => {
  it.each([
    ['/don-vi/01ABC?tab=tre', '/don-vi/01ABC?tab=tre'],
    ['/', '/'],
    ['/a/../don-vi', '/don-vi'],
    ['/tim?q=//x', '/tim?q=//x'],
    ['https://elsewhere.example/', null],
    ['//elsewhere.example/', null],
    ['/\\elsewhere.example/', null],
    ['\\\\elsewhere.example/', null],
    ['/\t/elsewhere.example/', null],
    ['/\n/elsewhere.example/', null],
    ['/.//elsewhere.example/', null],
    ['/a/..//elsewhere.example/', null],
    ['javascript:alert(1)', null],
    ['don-vi', null],
    ['/dang-nhap?tiep=/dang-nhap', null],
    [`/${'a'.repeat(600)}`, null],
    ['', null],
    [undefined, null],
  ])('%j leads to %j', (raw, path) => {
    expect(localPath(raw)).toBe(path);
  });
});

describe('the first page', () => {
  it.each<[Role[], string]>([
    [['operator'], '/tong-dai'],
    [['coordinator'], '/dieu-phoi'],
    [['handler'], '/don-vi'],
    [['agency_head', 'handler'], '/don-vi'],
    [['overseer'], '/toan-canh'],
    [['director'], '/toan-canh'],
    [['leader'], '/toan-canh'],
    [['admin'], '/quan-tri'],
    [['auditor'], '/nhat-ky'],
    [['auditor', 'operator'], '/tong-dai'],
    [[], '/'],
  ])('%j start at %s', (roles, path) => {
    expect(landingPage(roles)).toBe(path);
  });
});
