import { writeSync } from 'node:fs';
import { peakRssMib } from '../peak-rss.mjs';

// Loaded before the command: reports to its parent, on file descriptor 3, the peak of its memory in MiB.
process.on('exit', () => writeSync(3, String(peakRssMib())));
