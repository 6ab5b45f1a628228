import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { questionOfEvent, questionOfQuery } from './question.ts';

const id = 'i-0123456789abcdef0';
const bad = (message: string) =>
  expect.objectContaining({ code: 'fleet.lookup.bad-question', message: expect.stringContaining(message) });

describe('questionOfEvent', () => {
  it.each([
    [{ id }, { by: 'id', value: id }],
    [{ address: '10.0.0.1' }, { by: 'address', value: '10.0.0.1' }],
    [{ dnsName: 'host.shop.example' }, { by: 'dns-name', value: 'host.shop.example' }],
    [{ name: 'web' }, { by: 'name', value: 'web' }],
    [{ tags: { Project: 'shop' } }, { by: 'tags', tags: { Project: 'shop' } }],
    [id, { by: 'id', value: id }],
  ])('%j is a question without regions', (event, question) => {
    expect(questionOfEvent(event)).toEqual({ question, regions: undefined });
  });

  it.each([
    [
      ['eu-west-1', 'us-east-1'],
      ['eu-west-1', 'us-east-1'],
    ],
    ['eu-west-1, us-east-1', ['eu-west-1', 'us-east-1']],
    ['all', 'all'],
    [['current'], 'current'],
    [[], undefined],
    [null, undefined],
  ])('regions %j mean %j', (regions, choice) => {
    expect(questionOfEvent({ id, regions }).regions).toEqual(choice);
  });

  it.each([
    [{}, 'the question is empty'],
    [null, 'not an object'],
    [[id], 'not an object'],
    [{ id: 7 }, 'id is not a text'],
    [{ id: 'web-1' }, '"web-1" is not the id of an instance'],
    [{ id, name: 'web' }, "id and name can't be combined"],
    [{ color: 'red' }, 'no question by "color"'],
    [{ id, regions: 7 }, 'regions are not strings'],
    [{ id, regions: [7] }, 'regions are not strings'],
  ])('%j is refused with the reason', (event, message) => {
    expect(() => questionOfEvent(event)).toThrow(bad(message));
  });
});

describe('questionOfQuery', () => {
  it.each([
    [`id=${id}`, { by: 'id', value: id }],
    ['address=2001%3Adb8%3A%3A1', { by: 'address', value: '2001:db8::1' }],
    ['name=%EC%84%9C%EC%9A%B8+1', { by: 'name', value: '서울 1' }],
    ['tag=Project=shop&tag=Env%3Dprod', { by: 'tags', tags: { Project: 'shop', Env: 'prod' } }],
    ['tag=Note=a=b,c', { by: 'tags', tags: { Note: 'a=b,c' } }],
    ['tag=Empty=', { by: 'tags', tags: { Empty: '' } }],
    [`q=${id}`, { by: 'id', value: id }],
  ])('%s is a question', (query, question) => {
    expect(questionOfQuery(query)).toEqual({ question, regions: undefined });
  });

  it.each([
    ['region=all', 'all'],
    ['region=eu-west-1&region=us-east-1', ['eu-west-1', 'us-east-1']],
    ['region=eu-west-1%2Cus-east-1', ['eu-west-1', 'us-east-1']],
    ['region=', undefined],
  ])('%s names regions', (query, regions) => {
    expect(questionOfQuery(`name=web&${query}`).regions).toEqual(regions);
  });

  it.each([
    ['', 'the question is empty'],
    ['region=all', 'the question is empty'],
    ['color=red', 'no parameter "color"'],
    ['tags=Project', 'no parameter "tags"'],
    ['__proto__=x', 'no parameter "__proto__"'],
    ['name=a&name=b', 'name is repeated'],
    [`id=${id}&name=web`, "can't be combined"],
    ['tag=Project', '"Project" is not a tag'],
    ['tag==shop', '"=shop" is not a tag'],
    ['tag=A=1&tag=A=2', 'the tag "A" is repeated'],
    ['name=', 'the question is empty'],
  ])('%s is refused with the reason', (query, message) => {
    expect(() => questionOfQuery(query)).toThrow(bad(message));
  });

  it('parses tags of any text as they were encoded', () => {
    const text = (minLength: number) =>
      fc.string({ unit: 'grapheme', minLength, maxLength: 20 }).filter((value) => !/\p{Cc}/u.test(value));
    const key = text(1).filter((value) => !value.includes('=') && value !== '__proto__');
    fc.assert(
      fc.property(fc.dictionary(key, text(0), { minKeys: 1, maxKeys: 5, noNullPrototype: true }), (tags) => {
        const query = new URLSearchParams();
        for (const [name, value] of Object.entries(tags)) query.append('tag', `${name}=${value}`);

        expect(questionOfQuery(query.toString()).question).toEqual({ by: 'tags', tags });
      }),
    );
  });

  it('throws only its own error for any query string', () => {
    fc.assert(
      fc.property(anyText({ maxLength: 60 }), (query) => {
        try {
          questionOfQuery(query);
        } catch (error) {
          expect(error).toMatchObject({ code: 'fleet.lookup.bad-question' });
        }
      }),
    );
  });
});
