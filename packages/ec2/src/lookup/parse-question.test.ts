import { isGroundcrewError } from '@groundcrew/errors';
import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import { parseLookupQuestion, parseLookupText } from './parse-question.ts';

describe('parseLookupQuestion', () => {
  it.each([
    ['i-0123456789abcdef0', { by: 'id', value: 'i-0123456789abcdef0' }],
    ['I-1234ABCD', { by: 'id', value: 'i-1234abcd' }],
    [' 10.0.0.1 ', { by: 'address', value: '10.0.0.1' }],
    ['2001:DB8:0:0::1', { by: 'address', value: '2001:db8::1' }],
    ['ip-10-0-0-1.ec2.internal', { by: 'dns-name', value: 'ip-10-0-0-1.ec2.internal' }],
    [
      'EC2-203-0-113-25.ap-northeast-2.compute.amazonaws.com.',
      { by: 'dns-name', value: 'ec2-203-0-113-25.ap-northeast-2.compute.amazonaws.com' },
    ],
    ['ec2-1-2-3-4.cn-north-1.compute.amazonaws.com.cn', { by: 'dns-name' }],
    ['web-1', { by: 'name', value: 'web-1' }],
    ['웹 서버 1', { by: 'name', value: '웹 서버 1' }],
    ['shop.example', { by: 'name', value: 'shop.example' }],
    ['Project=shop, Env=prod', { by: 'tags', tags: { Project: 'shop', Env: 'prod' } }],
    ['Project=', { by: 'tags', tags: { Project: '' } }],
  ])('recognizes %s', (text, expected) => {
    expect(parseLookupQuestion(text)).toMatchObject(expected);
    expect(parseLookupQuestion({ q: text })).toMatchObject(expected);
  });

  it.each([
    [{ id: 'i-1234abcd' }, { by: 'id', value: 'i-1234abcd' }],
    [{ address: '::ffff:10.0.0.1' }, { by: 'address', value: '10.0.0.1' }],
    [{ dnsName: 'host.shop.example' }, { by: 'dns-name', value: 'host.shop.example' }],
    [
      { name: 'i-robot', id: undefined, tags: null },
      { by: 'name', value: 'i-robot' },
    ],
    [{ tags: 'Project=shop' }, { by: 'tags', tags: { Project: 'shop' } }],
    [{ tags: { Note: 'a,b=c' } }, { by: 'tags', tags: { Note: 'a,b=c' } }],
  ])('reads %j', (given, expected) => {
    expect(parseLookupQuestion(given)).toEqual(expected);
  });

  it.each([
    [undefined, 'the question is not an object; use one of id, address, dnsName, interface, name, tags, q'],
    [
      ['i-1234abcd'],
      'the question is not an object; use one of id, address, dnsName, interface, name, tags, q',
    ],
    [{}, 'the question is empty; use one of id, address, dnsName, interface, name, tags, q'],
    [
      { ip: '10.0.0.1' },
      'there is no question by "ip"; use one of id, address, dnsName, interface, name, tags, q',
    ],
    [
      { constructor: 'x' },
      'there is no question by "constructor"; use one of id, address, dnsName, interface, name, tags, q',
    ],
    [{ id: 'i-1234abcd', name: 'web' }, "id and name can't be combined; use only one of them"],
    [{ id: 7 }, 'id is not a text'],
    [{ q: '  ' }, 'the question is empty; write an id, an address, a DNS name, a name or tags'],
    [{ name: 'web\n1' }, 'the question contains control characters; remove them'],
    [{ name: 'n'.repeat(257) }, /^the name "n{60}…" has 257 characters; the maximum is 256$/],
    [
      { q: 'i-xyz' },
      '"i-xyz" is not the id of an instance; write i- and 17 (older ids: 8) of the digits 0-9a-f',
    ],
    [{ address: '10.0.0.0/8' }, /^"10.0.0.0\/8" is not an IPv4 or IPv6 address/],
    [{ address: 'fe80::1%eth0' }, /without a mask or a zone$/],
    [{ dnsName: 'a..b' }, '"a..b" is not a DNS name; write one such as ip-10-0-0-1.ec2.internal'],
    [{ dnsName: `${'a.'.repeat(130)}b` }, /^the DNS name .* has 261 characters/],
    [{ tags: {} }, 'tags contains no tag; write Project=shop,Env=prod'],
    [{ tags: [] }, 'tags contains no tag; write Project=shop,Env=prod'],
    [{ tags: 'Project' }, '"Project" is not a tag; write Project=shop,Env=prod'],
    [{ tags: 'A=1,A=2' }, 'the tag "A" is repeated; write it once'],
    [{ tags: { A: 1 } }, 'the value of the tag "A" is not a text'],
    [{ tags: { '': 'x' } }, 'a tag has no key; write Project=shop'],
    [{ tags: { A: 'x\u0000' } }, 'a tag contains control characters; remove them'],
    [{ tags: { A: 'x'.repeat(257) } }, /^the tag value/],
    [
      { tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, ''])) },
      /^tags contains 51 tags/,
    ],
    [{ q: 'x'.repeat(100_000) }, /^the question has 100000 characters/],
  ])('refuses %j', (given, message) => {
    expect(() => parseLookupQuestion(given)).toThrow(
      expect.objectContaining({
        code: 'fleet.lookup.bad-question',
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      }),
    );
  });

  it('throws only its own error, with a message of bounded length, for any value', () => {
    const values = fc.anything({ maxDepth: 2, withNullPrototype: true });
    const key = fc.constantFrom('id', 'address', 'dnsName', 'name', 'tags', 'q', '__proto__');
    fc.assert(
      fc.property(
        fc.oneof(values, fc.string(), fc.dictionary(key, fc.oneof(values, fc.string()))),
        (given) => {
          try {
            expect(parseLookupQuestion(given).by).toMatch(/./);
          } catch (error) {
            if (!isGroundcrewError(error, 'fleet.lookup.bad-question')) throw error;
            expect(error.message.length).toBeLessThan(300);
          }
        },
      ),
      { numRuns: Math.max(100, 1_000 * inject('effort')) },
    );
  });
});

describe('parseLookupText', () => {
  it('reads a text as the given kind', () => {
    expect(parseLookupText('10.0.0.1', 'name')).toEqual({ by: 'name', value: '10.0.0.1' });
    expect(parseLookupText('a=b', 'name')).toEqual({ by: 'name', value: 'a=b' });
    expect(() => parseLookupText('web-1', 'id')).toThrow(/not the id/);
  });

  it('keeps the meaning of every address', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        // Those are IPv4 addresses: `::ffff:10.0.0.1`.
        fc.pre(!/ffff:\d+\.\d+/i.test(address));
        const question = parseLookupText(address);
        expect(question).toEqual({
          by: 'address',
          value: new URL(`http://[${address}]`).hostname.slice(1, -1),
        });
        expect(parseLookupText((question as { value: string }).value)).toEqual(question);
      }),
    );
  });
});
