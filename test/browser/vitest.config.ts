import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

/** Pages in a browser, which not every machine has: too long for `npm test`. */
export default defineConfig({
  ...base,
  test: { ...base.test, include: ['test/browser/**/*.test.ts'], exclude: ['**/node_modules/**'] },
});
