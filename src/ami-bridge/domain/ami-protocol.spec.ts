import { describe, expect, it } from '@jest/globals';
import { amiAction, AmiParser, type AmiMessage } from './ami-protocol.js';

const BANNER = 'Asterisk Call Manager/7.0.3\r\n';
const JOIN =
  'Event: QueueCallerJoin\r\nUniqueid: 17.1\r\nCallerIDName: Nguyễn Thị Bé: Ba\r\nChanVariable: a=1\r\nChanVariable: b=2\r\n\r\n';
const HANGUP = 'Event: Hangup\nUniqueid:17.1\nCause:   16  \n\n';

/** What a test looks at. */
function shown(messages: readonly AmiMessage[]): unknown[] {
  return messages.map((message) => [
    message.event,
    message.get('uniqueid'),
    message.get('CallerIDName'),
    message.get('Cause'),
    message.all('ChanVariable'),
  ]);
}

const BOTH = [
  ['QueueCallerJoin', '17.1', 'Nguyễn Thị Bé: Ba', '', ['a=1', 'b=2']],
  ['Hangup', '17.1', '', '16', []],
];

describe('the manager interface', () => {
  const text = `${BANNER}${JOIN}\r\n\r\n${HANGUP}`;

  it('is read in whatever pieces it arrives', () => {
    for (let cut = 0; cut <= text.length; cut += 1) {
      const parser = new AmiParser();
      const messages = [...parser.feed(text.slice(0, cut)), ...parser.feed(text.slice(cut))];
      expect(shown(messages)).toEqual(BOTH);
      expect(parser.strayLines).toBe(0);
    }
  });

  it('is read letter by letter', () => {
    const parser = new AmiParser();
    expect(shown([...text].flatMap((letter) => parser.feed(letter)))).toEqual(BOTH);
  });

  it.each([
    ['noise between the events', `${JOIN}\u0000\u0001 garbage without an end\r\n\r\n${HANGUP}`, 1],
    ['the output of a command', `${JOIN}Privilege Command\r\n--END COMMAND--\r\n\r\n${HANGUP}`, 2],
    ['a sentence with a colon', `${JOIN}It is now: noon\r\n\r\n${HANGUP}`, 1],
    ['a line that starts with a colon', `${JOIN}: x\r\n\r\n${HANGUP}`, 1],
    ['a line of a megabyte without a colon', `${JOIN}${'x'.repeat(1_000_000)}\r\n\r\n${HANGUP}`, 1],
  ])('%s does no harm', (_name, noisy, stray) => {
    const parser = new AmiParser();
    expect(shown(parser.feed(noisy))).toEqual(BOTH);
    expect(parser.strayLines).toBe(stray);
  });

  it('keeps of a line without an end, and of a block without an end, only so much', () => {
    const parser = new AmiParser();
    for (let piece = 0; piece < 100; piece += 1) parser.feed(`${piece === 0 ? 'AppData: ' : ''}${'x'.repeat(10_000)}`);
    const [long] = parser.feed(`\r\nEvent: Newexten\r\n\r\n`);
    expect(long?.event).toBe('Newexten');
    expect(long?.get('AppData').length).toBeLessThan(20_000);
    const many = Array.from({ length: 5_000 }, (_one, index) => `ChanVariable: v${index}=1\r\n`).join('');
    const [wide] = parser.feed(`Event: Newchannel\r\n${many}\r\n`);
    expect([wide?.event, wide?.all('ChanVariable').length]).toEqual(['Newchannel', 499]);
  });

  it('is written so that no value ends its line', () => {
    expect(amiAction('Login', { Username: 'a', Secret: 'b\r\nAction: Originate\r\n\r\n' })).toBe(
      'Action: Login\r\nUsername: a\r\nSecret: b Action: Originate \r\n\r\n',
    );
  });
});
