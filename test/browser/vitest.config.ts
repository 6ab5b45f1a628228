import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

/** The console in a browser: too long for `npm test`. */
export default defineConfig({
  ...base,
  test: { ...base.test, include: ['test/browser/console/**/*.test.ts'], exclude: ['**/node_modules/**'] },
});
