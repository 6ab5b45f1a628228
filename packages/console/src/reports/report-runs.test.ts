import type { Io, ReportSink } from '@groundcrew/cli';
import type { Report } from '@groundcrew/report';
import { expect, test, vi } from 'vitest';
import type { ReportSource } from './report-commands.ts';
import { createReportRuns } from './report-runs.ts';

const report: Report = {
  title: 'Report',
  sections: [
    {
      kind: 'table',
      key: 'rows',
      columns: [{ key: 'a', title: 'A' }],
      rows: (async function* () {
        yield { a: 1 };
        yield { a: 2 };
      })(),
    },
  ],
};

type Run = (words: readonly string[], io: Io, sink: ReportSink) => Promise<number>;

function createRuns(run: Run) {
  let ids = 0;
  let nowMs = 0;
  const source = {
    commands: [],
    environment: {},
    globalWords: ['--profile', 'shop'],
    run,
  } as unknown as ReportSource;
  const runs = createReportRuns({
    source,
    createId: () => `run${(ids += 1)}`,
    onChange: () => {},
    now: () => nowMs,
  });
  return {
    runs,
    later: (ms: number) => {
      nowMs += ms;
    },
  };
}

test('a report can be read as often as it is shown and saved; what was printed beside it is kept', async () => {
  const seen: (readonly string[])[] = [];
  const { runs } = createRuns(async (words, io, sink) => {
    seen.push(words);
    io.stderr.write('two requests\n');
    await sink(report);
    return 3;
  });
  const { id } = runs.start(['cost', 'report']);
  await vi.waitUntil(() => runs.get(id)?.state.step === 'done', { timeout: 30_000 });
  expect(seen).toEqual([['cost', 'report', '--profile', 'shop', '--output', 'html']]);
  expect(runs.get(id)).toMatchObject({
    messages: 'two requests\n',
    state: { exitCode: 3, report: { sections: [{ rows: [{ a: 1 }, { a: 2 }] }] } },
  });
});

test('an address shows the run that there is, also one that failed: only a person runs a command again', async () => {
  const run = vi.fn<Run>(async () => {
    throw new Error('no credentials');
  });
  const { runs, later } = createRuns(run);
  const words = ['cost', 'report'];
  const { id } = runs.start(words);
  await vi.waitUntil(() => runs.get(id)?.state.step === 'failed', { timeout: 30_000 });
  expect(runs.find(words, false)?.id).toBe(id);
  expect(runs.find(['cost'], false)).toBeUndefined();
  later(11 * 60_000);
  expect(runs.find(words, false)).toBeUndefined();
  expect(runs.find(words, true)?.id).toBe(id);
  expect(run).toHaveBeenCalledTimes(1);
});

test('a run is stopped as by Ctrl-C, and is then no failure', async () => {
  const { runs } = createRuns(
    (_, io) =>
      new Promise((_resolve, reject) => {
        io.onInterrupt(() => reject(new Error('interrupted')));
      }),
  );
  const { id } = runs.start(['tags', 'audit']);
  runs.stop(id);
  await vi.waitUntil(() => runs.get(id)?.state.step === 'stopped', { timeout: 30_000 });
});

test('the newest runs are kept', () => {
  const { runs } = createRuns(async () => 0);
  const first = runs.start(['0']).id;
  for (let count = 1; count <= 20; count += 1) runs.start([String(count)]);
  expect(runs.get(first)).toBeUndefined();
  expect(runs.find(['20'], false)).toBeDefined();
});
