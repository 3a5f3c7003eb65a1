import { describe, expect, it } from '@jest/globals';
import { isPremium, readParty, type NumberingPlan, type Party } from './numbering.js';

const PLAN: NumberingPlan = {
  ownNumbers: ['1022', '0251 3900102'],
  shortNumbers: ['113', '114', '115'],
  areaCode: '251',
  extension: /^[1-9]\d{2,3}$/,
  premiumPrefixes: ['+841900'],
};
const mobile: Party = { kind: 'phone', number: '+84912345678' };
const landline: Party = { kind: 'phone', number: '+842513822222' };
const withheld: Party = { kind: 'withheld', number: null };
const unreadable: Party = { kind: 'unreadable', number: null };

describe('one end of a call', () => {
  it.each<[string, Party]>([
    ['+84912345678', mobile],
    ['+84 912 345 678', mobile],
    ['0084912345678', mobile],
    ['84912345678', mobile],
    ['0912 345 678', mobile],
    ['0912.345.678', mobile],
    ['0912-345-678', mobile],
    ['912345678', mobile],
    ['  0912345678  ', mobile],
    ['sip:0912345678@10.0.0.1', mobile],
    ['sips:+84912345678@pbx.local;user=phone', mobile],
    ['"Lê Thị Lan" <sip:0912345678@pbx.local:5060>', mobile],
    ['tel:+84-912-345-678', mobile],
    ['sip:%2B84912345678@pbx.local', mobile],
    ['sip:0912345678;ext=5@pbx.local', mobile],
    ['0912345678 ext 5', mobile],
    ['0912345678 ext. 5', mobile],
    ['0912345678x12', mobile],
    ['0912345678 máy lẻ 101', mobile],
    ['0912345678,101', mobile],
    ['0912345678#101', mobile],
    ['０９１２３４５６７８', mobile],
    ['\u202a0912345678\u202c', mobile],
    ['0912\u00a0345\u00a0678', mobile],
    ['0912–345–678', mobile],
    ['0912\u2011345\u2011678', mobile],
    ['+84 (0) 912 345 678', mobile],
    ['(0251) 3822222', landline],
    ['0251 382 2222', landline],
    ['842513822222', landline],
    ['3822222', landline],
    ['+1 202 555 0123', { kind: 'phone', number: '+12025550123' }],
    ['0012025550123', { kind: 'phone', number: '+12025550123' }],
    ['19001234', { kind: 'phone', number: '+8419001234' }],
    ['101', { kind: 'internal', number: '101' }],
    ['sip:1002@pbx.local', { kind: 'internal', number: '1002' }],
    ['1022', { kind: 'own', number: '1022' }],
    ['sip:1022@pbx.local', { kind: 'own', number: '1022' }],
    ['02513900102', { kind: 'own', number: '02513900102' }],
    ['+842513900102', { kind: 'own', number: '02513900102' }],
    ['113', { kind: 'short', number: '113' }],
    ['', withheld],
    ['   ', withheld],
    ['Anonymous', withheld],
    ['anonymous', withheld],
    ['sip:anonymous@anonymous.invalid', withheld],
    ['<unknown>', withheld],
    ['Unknown', withheld],
    ['Private', withheld],
    ['Restricted', withheld],
    ['No number', withheld],
    ['0', withheld],
    ['0000000000', withheld],
    ['0912 34', unreadable],
    ['091234567890123', unreadable],
    ['Công ty Bịa', unreadable],
    ['0912345678; drop table', mobile],
    ['%', unreadable],
    ['%zz', unreadable],
    ['+', unreadable],
    ['9'.repeat(300), unreadable],
  ])('%s', (raw, party) => {
    expect(readParty(raw, PLAN)).toEqual(party);
  });

  it('has no area code before it where the place says none', () => {
    expect(readParty('3822222', { ...PLAN, areaCode: null })).toEqual(unreadable);
  });

  it('is dear by its beginning', () => {
    expect([isPremium('+8419001234', PLAN), isPremium('+84912345678', PLAN)]).toEqual([true, false]);
  });
});
