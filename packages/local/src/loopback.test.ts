import { expect, test } from 'vitest';
import { isLoopback } from './loopback.ts';

test.each([
  ['127.0.0.1', true],
  ['127.255.0.9', true],
  ['127.1', true],
  ['0x7f000001', true],
  ['LocalHost', true],
  ['bucket.localhost', true],
  ['[::1]', true],
  ['[0:0:0:0:0:0:0:1]', true],
  ['[::ffff:127.0.0.1]', true],
  ['[::ffff:127.255.255.254]', true],
  ['[::ffff:7f00:1]', true],
  ['128.0.0.1', false],
  ['10.0.0.127', false],
  ['127.0.0.1.example.com', false],
  ['localhost.example.com', false],
  ['mylocalhost', false],
  ['[::2]', false],
  ['[::ffff:10.0.0.1]', false],
  ['[::ffff:128.0.0.1]', false],
  ['[::ffff:7.240.0.1]', false],
  ['[::7f00:1]', false],
  ['ce.us-east-1.amazonaws.com', false],
])('the host %s of a URL means this machine: %s', (host, expected) => {
  expect(isLoopback(new URL(`http://${host}:4566/`).hostname)).toBe(expected);
});
