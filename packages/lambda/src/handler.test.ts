import { GroundcrewError } from '@groundcrew/errors';
import { describe, expect, it, vi } from 'vitest';
import { createHandler, type HandlerOptions } from './handler.ts';
import type { LambdaContext } from './invocation.ts';

function context(remainingMs = 60_000): LambdaContext {
  const deadline = Date.now() + remainingMs;
  return {
    awsRequestId: 'request-1',
    functionName: 'groundcrew-load',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:groundcrew-load',
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

/** A handler whose log lines are recorded, parsed. */
function prepare<Result>(options: Pick<HandlerOptions<string, Result>, 'handle' | 'abortEarlyMs'>) {
  const lines: Record<string, unknown>[] = [];
  const handler = createHandler({
    name: 'load',
    writeLine: (line) => lines.push(JSON.parse(line)),
    ...options,
  });
  return { handler, lines, metricLines: () => lines.filter((line) => '_aws' in line) };
}

describe('createHandler', () => {
  it('passes the event and the invocation to the code, and its result to Lambda', async () => {
    const { handler } = prepare({
      handle: async (event, { requestId, functionArn }) => ({ event, requestId, functionArn }),
    });

    const result = await handler('an event', context());

    expect(result).toEqual({
      event: 'an event',
      requestId: 'request-1',
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:groundcrew-load',
    });
  });

  it('puts the function and the request on every log line', async () => {
    const { handler, lines } = prepare({
      handle: async (_, { log }) => log.warn('a shelf is odd', { store: 'Berlin' }),
    });

    await handler('', context());

    expect(lines[0]).toMatchObject({
      level: 'WARN',
      message: 'a shelf is odd',
      function: 'load',
      requestId: 'request-1',
      store: 'Berlin',
    });
  });

  it('writes metrics once per invocation, in the namespace groundcrew, by function', async () => {
    const { handler, metricLines } = prepare({
      handle: async (_, { metrics }) => {
        metrics.add('RowsWritten', 2);
        metrics.add('RowsWritten', 3);
      },
    });

    await handler('', context());

    expect(metricLines()).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'groundcrew',
              Dimensions: [['Function']],
              Metrics: [{ Name: 'RowsWritten', Unit: 'Count' }],
            },
          ],
        },
        Function: 'load',
        requestId: 'request-1',
        RowsWritten: 5,
      },
    ]);
  });

  it('writes the metrics of an invocation that fails', async () => {
    const { handler, metricLines } = prepare({
      handle: async (_, { metrics }) => {
        metrics.add('RowsWritten', 7);
        throw new Error('no more');
      },
    });

    await expect(handler('', context())).rejects.toThrow('no more');

    expect(metricLines()).toMatchObject([{ RowsWritten: 7 }]);
  });

  it('logs code, fault and details of an error, and passes only its code and message to Lambda', async () => {
    const cause = Object.assign(new Error('denied'), { $response: { headers: { authorization: 'AWS4…' } } });
    const { handler, lines } = prepare({
      handle: async () => {
        throw new GroundcrewError('aws-s3.access-denied', 'may not read "a.csv"', {
          fault: 'service',
          cause,
          details: { key: 'a.csv', secretAccessKey: 'wJalr' },
        });
      },
    });

    const thrown: unknown = await handler('', context()).catch((error: unknown) => error);

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 'ERROR',
      error: {
        code: 'aws-s3.access-denied',
        fault: 'service',
        message: 'may not read "a.csv"',
        details: { key: 'a.csv', secretAccessKey: '[left out]' },
        causes: ['Error: denied'],
      },
    });
    expect(JSON.stringify(lines)).not.toContain('AWS4');
    expect(thrown).toMatchObject({ name: 'aws-s3.access-denied', message: 'may not read "a.csv"' });
    expect(Object.keys(thrown as object).sort()).toEqual(['name']);
  });

  it('logs the stack of an unexpected error', async () => {
    const { handler, lines } = prepare({
      handle: async () => {
        throw new TypeError('rows is not iterable');
      },
    });

    await expect(handler('', context())).rejects.toThrow('rows is not iterable');

    expect(lines[0]).toMatchObject({
      error: { code: 'unexpected', fault: 'bug', stack: expect.stringContaining('handler.test.ts') },
    });
  });

  it('asks the code to stop before the deadline, and waits for its result', async () => {
    vi.useFakeTimers();
    try {
      const { handler } = prepare({
        abortEarlyMs: 2_000,
        handle: (_, { signal, remainingMs }) =>
          new Promise<{ remainingMs: number; code: string }>((resolve) => {
            signal.addEventListener('abort', () => {
              resolve({ remainingMs: remainingMs(), code: (signal.reason as GroundcrewError).code });
            });
          }),
      });

      const result = handler('', context(10_000));
      await vi.advanceTimersByTimeAsync(10_000);

      expect(await result).toEqual({ remainingMs: 2_000, code: 'lambda.out-of-time' });
    } finally {
      vi.useRealTimers();
    }
  });

  it('writes metrics at the last moment when the code does not stop', async () => {
    vi.useFakeTimers();
    try {
      const { handler, lines, metricLines } = prepare({
        handle: (_, { metrics }) => {
          metrics.add('RowsWritten', 9);
          return new Promise<void>(() => {});
        },
      });

      void handler('', context(10_000));
      await vi.advanceTimersByTimeAsync(9_900);

      expect(metricLines()).toMatchObject([{ RowsWritten: 9 }]);
      expect(lines[0]).toMatchObject({ level: 'ERROR', code: 'lambda.out-of-time' });
    } finally {
      vi.useRealTimers();
    }
  });

  it('writes nothing at the deadline of a finished invocation', async () => {
    vi.useFakeTimers();
    try {
      const { handler, lines } = prepare({ handle: async () => 'done' });
      await handler('', context(10_000));
      const before = lines.length;

      await vi.advanceTimersByTimeAsync(20_000);

      expect(lines).toHaveLength(before);
    } finally {
      vi.useRealTimers();
    }
  });

  it('distinguishes a cold start from warm invocations', async () => {
    const { handler, lines } = prepare({ handle: async () => 'done' });

    await handler('', context());
    await handler('', context());

    expect(lines.map(({ coldStart }) => coldStart)).toEqual([true, false]);
  });
});
