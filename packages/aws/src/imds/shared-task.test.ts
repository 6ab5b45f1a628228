import { expect, test } from 'vitest';
import { createSharedTask } from './shared-task.ts';

/** A task that ends when the test ends it. */
function createTask() {
  const runs: { signal: AbortSignal; end: (value: string) => void; fail: (error: Error) => void }[] = [];
  const ask = createSharedTask((signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    runs.push({ signal, end: resolve, fail: reject });
    return promise;
  });
  return { ask, runs };
}

test('concurrent callers share the run; a later caller starts another', async () => {
  const { ask, runs } = createTask();
  const both = Promise.all([ask(), ask()]);
  runs[0]!.end('first');
  expect(await both).toEqual(['first', 'first']);
  const later = ask();
  runs[1]!.end('second');
  expect(await later).toBe('second');
});

test('an aborting caller leaves alone', async () => {
  const { ask, runs } = createTask();
  const controller = new AbortController();
  const left = ask(controller.signal);
  const stays = ask();
  controller.abort(new Error('enough'));
  await expect(left).rejects.toThrow('enough');
  expect(runs[0]!.signal.aborted).toBe(false);
  runs[0]!.end('done');
  expect(await stays).toBe('done');
});

test('when the last caller has left, the run is aborted, and the next one starts a new one', async () => {
  const { ask, runs } = createTask();
  const controller = new AbortController();
  const left = ask(controller.signal);
  controller.abort(new Error('enough'));
  await expect(left).rejects.toThrow('enough');
  expect(runs[0]!.signal.aborted).toBe(true);
  runs[0]!.fail(new Error('not reported'));
  const next = ask();
  runs[1]!.end('done');
  expect(await next).toBe('done');
});

test('an aborted caller starts nothing', async () => {
  const { ask, runs } = createTask();
  await expect(ask(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  expect(runs).toEqual([]);
});

test('a failure rejects all callers, and the next one retries', async () => {
  const { ask, runs } = createTask();
  const both = Promise.allSettled([ask(), ask()]);
  runs[0]!.fail(new Error('no luck'));
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const next = ask();
  runs[1]!.end('done');
  expect(await next).toBe('done');
});
