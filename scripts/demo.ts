import { join } from 'node:path';
import { once } from 'node:events';
import { defineCommand, exitCodes, quoted } from '@groundcrew/cli';
import { isGroundcrewError } from '@groundcrew/errors';
import { stack } from '@groundcrew/functions/stacks/inventory';
import type { LocalAws, LocalOptions } from '@groundcrew/local';
import { demoReport } from './demo/demo-report.ts';
import { createDemoEventLog } from './demo/event-log.ts';
import { runDemo } from './demo/run-demo.ts';
import { readStockFiles, type StockFile, samplesDirectory, writeSamples } from './demo/samples.ts';
import { uploadInstructions } from './demo/upload-instructions.ts';
import { liveLines } from './local/live-line.ts';
import { startStacks } from './local/start-stacks.ts';

/** The usual port of a local AWS. */
const DEFAULT_PORT = 4566;
/** Much shorter than the minutes of AWS, so that the demo does not wait. */
const retryDelaysMs = [500, 1_000];

export const command = defineCommand({
  description:
    'Shows the whole inventory flow on this machine with Node alone: starts the embedded AWS with ' +
    'the functions, uploads the sample stock files, waits until everything is processed and reports the results.',
  arguments: [],
  options: {
    keep: { type: 'flag', description: 'stay up until Ctrl-C, and report each uploaded file' },
    samples: {
      type: 'text',
      value: 'DIR',
      description:
        'only write the samples (stock files, an account, a bill) to this folder, to try commands with',
    },
  },
  examples: [
    { command: 'groundcrew demo', description: 'See it work' },
    { command: 'groundcrew demo --keep', description: 'Try it with files of your own' },
    {
      command: 'groundcrew demo --samples samples',
      description: 'Get the files that examples of other commands name',
    },
    { command: 'groundcrew demo --output html > demo.html', description: 'See it in a browser' },
  ],
  async handler({ options: { keep, samples }, global, io, signal, print }) {
    const writeLine = (text: string) => io.stderr.write(`${text}\n`);
    if (samples !== undefined) {
      await writeSamples(samples);
      writeLine(`Wrote ${samples}. Try: groundcrew cost report --source ${quoted(join(samples, 'cost'))}`);
      return exitCodes.done;
    }
    const eventLog = createDemoEventLog();
    let isLive = false;
    writeLine('Starting the embedded AWS with its functions …');
    const local = await start(keep, {
      retryDelaysMs,
      ...(global.region !== undefined && { region: global.region }),
      onEvent(event) {
        eventLog.onEvent(event);
        if (isLive || event.type === 'failed') for (const line of liveLines(event)) writeLine(line);
      },
    });
    try {
      writeLine(`Uploading the sample files to ${local.endpoint} …`);
      const result = await raceCancellation(
        runDemo(local, eventLog, await roundsOf(samplesDirectory)),
        signal,
      );
      await print(demoReport(result));
      if (keep) {
        isLive = true;
        writeLine(uploadInstructions(local));
        await raceCancellation(new Promise(() => {}), signal).catch(() => {});
      }
      return result.failures.length > 0 ? exitCodes.failed : exitCodes.done;
    } finally {
      await local.close();
    }
  },
});

/** With `--keep` on the usual port, unless it is in use. */
async function start(keep: boolean, settings: LocalOptions): Promise<LocalAws> {
  if (!keep) return await startStacks([stack], settings);
  try {
    return await startStacks([stack], { ...settings, port: DEFAULT_PORT });
  } catch (thrown) {
    if (!isGroundcrewError(thrown, 'local.port.taken')) throw thrown;
    return await startStacks([stack], settings);
  }
}

/** The files of the day; then one of them again, unchanged, with those of the evening. */
async function roundsOf(directory: string): Promise<StockFile[][]> {
  const files = await readStockFiles(directory);
  const isLate = ({ key }: StockFile) => key.startsWith('evening/');
  const day = files.filter((file) => !isLate(file));
  return [day, [...day.filter(({ key }) => key === 'berlin.csv'), ...files.filter(isLate)]];
}

async function raceCancellation<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  return await Promise.race([work, once(signal, 'abort').then(() => signal.throwIfAborted() as never)]);
}
