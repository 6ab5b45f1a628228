import { expect, test } from 'vitest';
import { ssmText, statusText } from './detail-texts.ts';

test.each([
  ['running', ['ok', 'ok'], '2/2'],
  ['running', ['ok', 'ok', 'ok'], '3/3'],
  ['running', ['ok', 'impaired'], '1/2 impaired'],
  ['running', ['initializing', 'impaired', 'ok'], '1/3 impaired'],
  ['running', ['insufficient-data', 'initializing'], '0/2 insufficient-data'],
  ['pending', ['initializing', 'initializing'], '0/2 initializing'],
  ['running', ['ok', 'not-applicable'], '1/1'],
  // A result that EC2 may add is not ok.
  ['running', ['ok', 'degraded'], '1/2 degraded'],
  ['stopped', ['not-applicable', 'not-applicable'], null],
  ['terminated', undefined, null],
  // EC2 returned nothing about it.
  ['running', undefined, 'unknown'],
  ['running', [], 'unknown'],
] as const)('%s with %j: %s', (state, checks, text) => {
  expect(statusText(state, checks)).toBe(text);
});

test.each([
  ['running', 'Online', 'online'],
  ['stopped', 'ConnectionLost', 'connection-lost'],
  ['running', undefined, 'not-managed'],
  ['terminated', undefined, null],
] as const)('%s with the agent %s: %s', (state, ping, text) => {
  expect(ssmText(state, ping)).toBe(text);
});
