import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodePath } from './metadata-path.ts';

test.each([
  ['', ''],
  ['meta-data/', 'meta-data/'],
  ['meta-data/placement/region', 'meta-data/placement/region'],
  [
    'meta-data/network/interfaces/macs/0e:49:61:0f:c3:11/',
    'meta-data/network/interfaces/macs/0e:49:61:0f:c3:11/',
  ],
  ['meta-data/tags/instance/a+b=c.d,_:@', 'meta-data/tags/instance/a+b=c.d,_:@'],
  ['meta-data/tags/instance/이름', 'meta-data/tags/instance/%EC%9D%B4%EB%A6%84'],
])('a path is relative to /latest/: "%s"', (path, encoded) => {
  expect(encodePath(path)).toBe(encoded);
});

test.each([
  '/latest/meta-data/',
  '../latest/api/token',
  'meta-data/../../x',
  'meta-data/./ami-id',
  'meta-data//ami-id',
  'meta-data/%2e%2e/x',
  'meta-data\\ami-id',
  'meta-data/ami-id?x',
  'meta-data/ami-id#x',
  'meta-data/ami-id\r\nHost: evil',
  'meta-data/\u0000',
  'meta-data/\u2028',
  'http://169.254.169.254/latest/',
  '\ud800',
])('a path to somewhere else is refused and quoted: %j', (path) => {
  expect(() => encodePath(path)).toThrow(
    expect.objectContaining({
      code: 'imds.path.invalid',
      message: expect.stringContaining(JSON.stringify(path)),
    }),
  );
});

test('every accepted path resolves to itself, below /latest/', () => {
  const step = fc.oneof(fc.constantFrom('.', '..', '', '%2e', 'a', '\\', ':', '//'), anyText());
  const path = fc.array(step, { maxLength: 5 }).map((steps) => steps.join('/'));
  fc.assert(
    fc.property(path, (text) => {
      let encoded: string;
      try {
        encoded = encodePath(text);
      } catch (error) {
        expect(error).toMatchObject({ code: 'imds.path.invalid' });
        return;
      }
      const url = new URL(`http://169.254.169.254/latest/${encoded}`);
      expect(decodeURIComponent(url.pathname)).toBe(`/latest/${text}`);
      expect(url.host + url.search + url.hash).toBe('169.254.169.254');
    }),
  );
});
