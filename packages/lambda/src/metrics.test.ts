import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

interface Line {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly { readonly Metrics: readonly { Name: string; Unit: string }[] }[];
  };
  readonly [name: string]: unknown;
}

function prepare() {
  const lines: Line[] = [];
  const metrics = createMetrics({
    namespace: 'groundcrew',
    dimensions: { Function: 'load' },
    writeLine: (line) => lines.push(JSON.parse(line)),
    now: () => 0,
  });
  return { metrics, lines };
}

describe('createMetrics', () => {
  it('writes nothing without values', () => {
    const { metrics, lines } = prepare();

    metrics.flush();

    expect(lines).toEqual([]);
  });

  it('starts over after a flush', () => {
    const { metrics, lines } = prepare();

    metrics.add('Rows', 1);
    metrics.flush();
    metrics.add('Rows', 2);
    metrics.flush();

    expect(lines.map(({ Rows }) => Rows)).toEqual([1, 2]);
  });

  it('keeps each value of a distribution, at most a hundred per line', () => {
    const { metrics, lines } = prepare();

    for (let value = 0; value < 250; value += 1) metrics.record('Latency', value, 'Milliseconds');
    metrics.flush();

    expect(lines.map(({ Latency }) => (Latency as number[]).length)).toEqual([100, 100, 50]);
    expect(lines.flatMap(({ Latency }) => Latency)).toEqual(Array.from({ length: 250 }, (_, index) => index));
  });

  it('writes at most a hundred metrics per line', () => {
    const { metrics, lines } = prepare();

    for (let index = 0; index < 130; index += 1) metrics.add(`M${index}`, 1);
    metrics.flush();

    expect(lines.map((line) => line._aws.CloudWatchMetrics[0]!.Metrics.length)).toEqual([100, 30]);
  });
});
