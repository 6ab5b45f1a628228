import { afterEach, expect, test } from 'vitest';
import { closeLocals } from '../testing/test-stack.ts';
import { invoking, machineManifest, oneState, startMachines } from './testing/machines.ts';

afterEach(closeLocals);

test('a Task invokes a function, and its result is the output of the execution', async () => {
  const { execute } = await startMachines({
    functions: { double: 'export const handler = async ({ n }) => ({ n: 2 * n });' },
    machines: [machineManifest(oneState(invoking('double')))],
  });

  expect(await execute({ n: 21 })).toMatchObject({ status: 'SUCCEEDED', output: { n: 42 } });
});
