import { writeFileSync } from 'node:fs';
import { peakRssMib } from '../peak-rss.mjs';

// Loaded before the command: writes the peak of its memory, in MiB, into the file that its parent names. The command
// replaces its process once, for a smaller heap; what it is replaced by writes.
process.on('exit', () => writeFileSync(process.env.PEAK_FILE, String(peakRssMib())));
