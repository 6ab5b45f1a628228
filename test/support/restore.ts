import { afterAll, vi } from 'vitest';

/** What a file has changed of its worker's process is as before for the next file, which shares it. */
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});
