import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeMapRunCommand, GetExecutionHistoryCommand, ListMapRunsCommand } from '@aws-sdk/client-sfn';
import { afterEach, expect, test } from 'vitest';
import type { LocalEvent } from '../events.ts';
import { createMovableClock } from '../movable-clock.ts';
import { closeLocals, createTestFolder } from '../testing/test-stack.ts';
import { invoking, machineManifest, oneState, startMachines } from './testing/machines.ts';

afterEach(closeLocals);

test('an embedded AWS that is started again continues with what was running, and knows what was over', async () => {
  const dataDir = createTestFolder('states');
  const clock = createMovableClock();
  const machines = [
    machineManifest(
      oneState({
        Type: 'Map',
        Label: 'Each',
        MaxConcurrency: 2,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Wait a while',
          States: { 'Wait a while': { Type: 'Wait', Seconds: 60, End: true } },
        },
        End: true,
      }),
    ),
  ];
  const options = { dataDir };
  const before = await startMachines({ machines, clock, options });
  const over = await before.execute([]);
  const executionArn = await before.start([1, 2, 3]);
  await before.local.idle({ ignoreWaiting: true });
  await clock.advance(20_000);
  await before.local.close();

  const { describe, settle, sfn } = await startMachines({ machines, clock, options });
  const startMs = clock.now();
  await settle();

  expect(await describe(over.executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '[]' });
  const end = await describe(executionArn);
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: '[1,2,3]' });
  // The first two had waited for 20 s already.
  expect(Math.round((end.stopDate!.getTime() - startMs) / 1000)).toBe(40 + 60);
  const { events } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events!.filter(({ type }) => type === 'MapRunStarted')).toHaveLength(1);
});

test('a function that is killed by the end has not failed: it is invoked again after the start', async () => {
  const dataDir = createTestFolder('states');
  const machines = [machineManifest(oneState({ ...invoking('work'), End: true }))];
  const startWith = async (code: string) => {
    const events: LocalEvent[] = [];
    const onEvent = (event: LocalEvent) => void events.push(event);
    const aws = await startMachines({ machines, functions: { work: code }, options: { dataDir, onEvent } });
    return { ...aws, events };
  };
  const before = await startWith(
    "exports.handler = () => { console.log('up'); return new Promise(() => setInterval(() => {}, 1000)); };",
  );
  const executionArn = await before.start({});
  await expect.poll(() => before.events.some(({ type }) => type === 'log')).toBe(true);
  await before.local.close();

  const { describe, settle } = await startWith("exports.handler = async () => 'done';");
  await settle();

  expect(await describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '"done"' });
});

test('after an end at any moment an execution comes to the same result', async () => {
  const inner = {
    Type: 'Map',
    ItemProcessor: { StartAt: 'Pause', States: { Pause: { Type: 'Wait', Seconds: 1, End: true } } },
    End: true,
  };
  const machines = [
    machineManifest({
      StartAt: 'Prepare',
      States: {
        Prepare: { Type: 'Pass', Next: 'Each' },
        Each: {
          Type: 'Map',
          Label: 'Each',
          MaxConcurrency: 2,
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'Inner',
            States: { Inner: inner as never },
          },
          Next: 'Done',
        },
        Done: { Type: 'Pass', End: true },
      },
    }),
  ];
  const input = [[1, 2], [3], []];
  const dataDir = createTestFolder('states');
  const before = await startMachines({ machines, options: { dataDir } });
  const { executionArn } = await before.execute(input);
  await before.local.close();
  const lines = readFileSync(join(dataDir, 'step-functions.jsonl'), 'utf8').split('\n').filter(Boolean);
  // When it is opened, the journal is compacted: it is read as it was written.
  const first = lines.findIndex((line) => line.includes('"type":"execution"')) + 1;

  for (let length = first; length < lines.length; length += 4) {
    const folder = createTestFolder('states');
    writeFileSync(join(folder, 'step-functions.jsonl'), `${lines.slice(0, length).join('\n')}\n`);
    const { sfn, local, settle, describe } = await startMachines({ machines, options: { dataDir: folder } });
    await settle();

    expect(await describe(executionArn), `after ${length} lines`).toMatchObject({
      status: 'SUCCEEDED',
      output: JSON.stringify(input),
    });
    const { mapRuns } = await sfn.send(new ListMapRunsCommand({ executionArn }));
    const { status, executionCounts } = await sfn.send(
      new DescribeMapRunCommand({ mapRunArn: mapRuns![0]!.mapRunArn }),
    );
    expect({ status, executionCounts }).toMatchObject({
      status: 'SUCCEEDED',
      executionCounts: { total: 3, succeeded: 3 },
    });
    await local.close();
  }
});
