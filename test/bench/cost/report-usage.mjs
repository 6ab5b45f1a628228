import { writeFileSync } from 'node:fs';
import { peakRssMib } from '../peak-rss.mjs';

// Loaded before a contender: writes the processor time of all its threads, in seconds, and the peak of its memory, in MiB.
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeFileSync(
    process.env.USAGE_FILE,
    JSON.stringify({ processorSeconds: (user + system) / 1e6, peakRssMib: peakRssMib() }),
  );
});
