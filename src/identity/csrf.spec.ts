import { describe, expect, it } from '@jest/globals';
import { csrfMatches, csrfToken, requestOrigin } from './csrf.js';

describe('the token of a session', () => {
  const token = csrfToken('secret', 'session-1');

  it.each([
    ['itself', token, true],
    ['another session’s', csrfToken('secret', 'session-2'), false],
    ['one made with another secret', csrfToken('other', 'session-1'), false],
    ['a shorter one', token.slice(1), false],
    ['nothing', undefined, false],
    ['a list', [token], false],
    ['an empty one', '', false],
  ])('%s', (_, given, fits) => {
    expect(csrfMatches(token, given)).toBe(fits);
  });
});

describe('where a request comes from', () => {
  const PUBLIC = 'https://1022.example.vn';
  it.each([
    ['a page of ours', { fetchSite: 'same-origin', origin: 'null', host: 'x' }, 'own'],
    ['an address typed in', { fetchSite: 'none', origin: undefined, host: 'x' }, 'own'],
    ['another site', { fetchSite: 'cross-site', origin: PUBLIC, host: 'x' }, 'foreign'],
    [
      'a neighbour under the same domain',
      { fetchSite: 'same-site', origin: 'https://other.example.vn', host: '1022.example.vn' },
      'foreign',
    ],
    [
      'a neighbour that does not say who it is',
      { fetchSite: 'same-site', origin: undefined, host: '1022.example.vn' },
      'foreign',
    ],
    ['an old browser, our public address', { fetchSite: undefined, origin: PUBLIC, host: 'backend:3000' }, 'own'],
    [
      'an old browser, the address it asked',
      { fetchSite: undefined, origin: 'http://10.0.0.5:3000', host: '10.0.0.5:3000' },
      'own',
    ],
    [
      'an old browser, another address',
      { fetchSite: undefined, origin: 'http://evil.example', host: '10.0.0.5:3000' },
      'foreign',
    ],
    ['a sandboxed frame', { fetchSite: undefined, origin: 'null', host: '10.0.0.5:3000' }, 'foreign'],
    ['a program', { fetchSite: undefined, origin: undefined, host: '10.0.0.5:3000' }, 'unknown'],
  ])('%s', (_, request, from) => {
    expect(requestOrigin(request, PUBLIC)).toBe(from);
  });
});
