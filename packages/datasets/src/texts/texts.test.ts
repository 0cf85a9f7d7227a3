import {expect, test} from 'vitest';
import {mailTokens} from './mailTokens.ts';
import {tokenNumbers, VOCABULARY} from './tokenNumbers.ts';

test('a mail gives the words of its subject, folded or not, and of its body, and nothing of other headers', () => {
  const mail = [
    'From a@b.example Thu Aug 22 2002',
    'Received: from somewhere',
    "Subject: Re: Don't miss",
    '\tthis OFFER!!',
    'To: list',
    '',
    'Save $1,000 <b class="x">NOW</b>; 3 < 4.',
    '',
    'abcdefghijklmnopqrstu abcdefghijklmnopqrst'
  ];
  const words = "re don't miss this offer ! ! save $ 0 000 now 0 0 abcdefghijklmnopqrst";
  expect(mailTokens(mail.join('\n'))).toEqual(words.split(' '));
  expect(mailTokens(mail.join('\r\n'))).toEqual(words.split(' '));
});

test('a mail may lack a subject, a body, or both', () => {
  expect(mailTokens('From: me\n\nHello')).toEqual(['hello']);
  expect(mailTokens('Subject: Hello')).toEqual(['hello']);
  expect(mailTokens('')).toEqual([]);
});

test('a mail of many open tags takes no time', () => {
  expect(mailTokens(`Subject: x\n\n${'<'.repeat(65_536)}`)).toEqual(['x']);
});

// FNV-1a of "a" is e40c292c and of "foobar" bf9cf968, as its authors publish.
test('words become numbers by their hash, cut off and padded to one length', () => {
  const [a, foobar] = [0xe40c292c, 0xbf9cf968].map(hash => 1 + (hash % (VOCABULARY - 1)));
  expect([...tokenNumbers(['a', 'foobar'], 4)]).toEqual([a, foobar, 0, 0]);
  expect([...tokenNumbers(['foobar', 'a', 'a'], 2)]).toEqual([foobar, a]);
});
