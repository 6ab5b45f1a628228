import { expect, test } from 'vitest';
import { readAllowedEndpoint, readAllowedHost } from './allowed-addresses.ts';

test.each([
  ['localhost:3000', 'localhost:3000'],
  ['LOCALHOST:080', 'localhost:80'],
  ['127.0.0.1:65535', '127.0.0.1:65535'],
  ['[::1]:8080', '[::1]:8080'],
  ['hooks.localhost:1', 'hooks.localhost:1'],
])('the endpoint %s is %s', (text, expected) => {
  expect(readAllowedEndpoint(text)).toBe(expected);
});

test.each([
  '',
  'localhost',
  ':3000',
  'localhost:0',
  'localhost:65536',
  'example.com:80',
  'http://localhost:3000',
  '10.0.0.1:80',
  '127.0.0.1.example.com:80',
])('the endpoint "%s" is refused', (text) => {
  expect(() => readAllowedEndpoint(text)).toThrow(
    expect.objectContaining({
      code: 'local.address.refused',
      message: expect.stringContaining(`"${text}"`) as string,
    }),
  );
});

test.each(['', 'host:80', 'http://host', 'a b', '-host', '*'])('the host "%s" is refused', (text) => {
  expect(() => readAllowedHost(text)).toThrow('the name of a host');
});
