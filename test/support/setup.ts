import { afterAll, vi } from 'vitest';
// For all files of a worker: this file alone runs again for each of them.
import './imports.ts';
import './worker-folder.ts';
import './properties.ts';

/** What a file has changed of its worker's process is as before for the next file, which shares it. */
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});
