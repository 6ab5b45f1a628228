import { writeFileSync } from 'node:fs';
import { peakRssMib } from '../peak-rss.mjs';

// Loaded before a command: writes what its process took into the file that its parent names. The command replaces its process
// once, for a smaller heap; what it is replaced by writes.
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const usage = { peakRssMib: peakRssMib(), cpuSeconds: (user + system) / 1e6 };
  writeFileSync(process.env.USAGE_FILE, JSON.stringify(usage));
});
