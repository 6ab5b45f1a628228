import { contenders, type Tally } from './contenders.ts';
import { type SampleName, samples } from './sample-files.ts';

// A process of its own: one contender, which reads one file again whenever it is asked to.

/** What it sends for each time. */
export interface Round {
  readonly tally: Tally;
  /** Of all threads. */
  readonly processorSeconds: number;
}

const CHUNK_BYTES = 65_536;
const [name = '', sample = '', rows = ''] = process.argv.slice(2);
const { make, encoding } = samples[sample as SampleName];
const file = make(Number(rows));

process.on('message', () => {
  void playRound();
});

async function playRound(): Promise<void> {
  const chunks = chunksOf(file);
  const start = process.cpuUsage();
  const tally = await contenders[name]!(chunks, encoding);
  const { user, system } = process.cpuUsage(start);
  process.send!({
    tally: { rows: tally.rows, sum: tally.sum },
    processorSeconds: (user + system) / 1e6,
  } satisfies Round);
}

/** A copy in chunks, one for each run: csv-parser writes into the bytes it is given. */
function chunksOf(bytes: Uint8Array): Uint8Array[] {
  const length = Math.ceil(bytes.length / CHUNK_BYTES);
  return Array.from({ length }, (_, i) =>
    Buffer.from(bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES)),
  );
}
