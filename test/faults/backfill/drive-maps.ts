import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { mapConcurrent } from '@groundcrew/async';
import { type Staging, stagingKeys } from '@groundcrew/inventory/backfill';
import type { LocalAws } from '@groundcrew/local';
import type { Random } from '../random.ts';

export interface DriveDeps {
  readonly local: LocalAws;
  readonly lambda: LambdaClient;
  readonly staging: Staging;
  readonly random: Random;
  /** Called before each call of a function. */
  readonly onCall: () => Promise<void>;
}

/** The machine is stopped: its children call nothing more. */
class Stopped extends Error {}

const CONCURRENT = 4;
const FILES_PER_CALL = 5;
const MAX_ATTEMPTS = 60;
const MAX_STOPS = 3;

/**
 * Calls the functions as the state machine does: both maps, each child again while it is `continued` or fails. It is stopped a few
 * times, and redriven: children that are done are not called again.
 */
export async function driveMaps(
  name: string,
  deps: DriveDeps,
): Promise<{ readonly stops: number; readonly continued: number; readonly kills: number }> {
  const keys = stagingKeys(name);
  const done = new Set<string>();
  let stops = 0;
  let continued = 0;
  let kills = 0;

  async function child(functionName: string, id: string, payload: object): Promise<void> {
    if (done.has(id)) return;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      await deps.onCall();
      if (stops < MAX_STOPS && deps.random.chance(0.03)) throw new Stopped();
      const status = await invoke(functionName, payload, deps);
      if (status === 'continued') continued += 1;
      if (status === 'killed') kills += 1;
      if (status !== 'done') continue;
      done.add(id);
      return;
    }
    throw new Error(`${functionName} does not end for ${id}`);
  }

  async function run(): Promise<void> {
    await child('reduce-shelves', 'check', { step: 'check', name });
    const files = lines(await deps.staging.getText(keys.files));
    const batches = Array.from({ length: Math.ceil(files.length / FILES_PER_CALL) }, (_, index) => index);
    await mapConcurrent(batches, CONCURRENT, async (index) => {
      const Items = files.slice(index * FILES_PER_CALL, (index + 1) * FILES_PER_CALL);
      await child('split-stock-file', `split-${index}`, { BatchInput: { name }, Items });
    });
    await child('reduce-shelves', 'gather', { step: 'gather', name });
    await mapConcurrent(lines(await deps.staging.getText(keys.parts)), CONCURRENT, async (item) => {
      const { part } = item as { part: number };
      await child('reduce-shelves', `reduce-${part}`, { step: 'reduce', name, part });
    });
  }

  for (;;) {
    try {
      await run();
      return { stops, continued, kills };
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      stops += 1;
    }
  }
}

function lines(text: string | undefined): unknown[] {
  return (text ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

/** @returns the status of the answer, or how the function failed */
async function invoke(
  functionName: string,
  payload: object,
  { local, lambda }: DriveDeps,
): Promise<string> {
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({
      FunctionName: local.resources.functionName(functionName),
      Payload: Buffer.from(JSON.stringify(payload)),
    }),
  );
  const answer = Buffer.from(Payload!).toString();
  if (FunctionError !== undefined) return /killed|exited/i.test(answer) ? 'killed' : 'failed';
  return (JSON.parse(answer) as { status: string }).status;
}
