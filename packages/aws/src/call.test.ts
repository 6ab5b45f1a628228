import { expect, test, vi } from 'vitest';
import { callService, isErrorNamed, sendOptions } from './call.ts';

const failureOf = (error: unknown) => new Error('could not list', { cause: error });

test('a call gets the signal, if there is one', async () => {
  const { signal } = new AbortController();
  expect(await callService(signal, async (options) => options, failureOf)).toEqual({ abortSignal: signal });
  expect(sendOptions(undefined)).toEqual({});
});

test('an error of the service is replaced', async () => {
  const refused = callService(undefined, () => Promise.reject(new Error('refused')), failureOf);
  await expect(refused).rejects.toThrow('could not list');
});

test('of an aborted call the reason of the signal is thrown, whatever the call threw', async () => {
  const controller = new AbortController();
  const wrap = vi.fn(failureOf);
  const call = callService(
    controller.signal,
    async () => {
      controller.abort(new Error('enough'));
      throw new Error('socket closed');
    },
    wrap,
  );
  await expect(call).rejects.toThrow('enough');
  expect(wrap).not.toHaveBeenCalled();
});

test('an error is known by its name', () => {
  expect(isErrorNamed(Object.assign(new Error(), { name: 'NoSuchTagSet' }), 'NoSuchTagSet')).toBe(true);
  expect(isErrorNamed({ name: 'NoSuchTagSet' }, 'NoSuchTagSet')).toBe(false);
});
