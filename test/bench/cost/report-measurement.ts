import { peakRssMib } from '../peak-rss.mjs';

/** What a contender prints of a report on its standard output. */
export interface ReportMeasurement {
  readonly lines: number;
  /** Processor time of adding the lines up, and of making the report as data. */
  readonly buildSeconds: number;
  /** Processor time of writing it. */
  readonly writeSeconds: number;
  /** Of the process up to the report as data, the lines among it. */
  readonly builtRssMib: number;
  /** Of the process in the end. */
  readonly peakRssMib: number;
  readonly characters: number;
}

interface Work<Built> {
  readonly build: () => Built;
  /** Characters of the text. */
  readonly write: (built: Built) => Promise<number>;
}

export async function measureReport<Built>(lines: number, { build, write }: Work<Built>): Promise<void> {
  const begin = processorSeconds();
  const built = build();
  const between = processorSeconds();
  const builtRssMib = peakRssMib();
  const characters = await write(built);
  const measurement: ReportMeasurement = {
    lines,
    buildSeconds: between - begin,
    writeSeconds: processorSeconds() - between,
    builtRssMib,
    peakRssMib: peakRssMib(),
    characters,
  };
  process.stdout.write(`${JSON.stringify(measurement)}\n`);
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
