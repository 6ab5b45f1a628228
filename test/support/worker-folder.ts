import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/*
 * Each worker has a temporary folder of its own in that of the run: a test may look at all that is in it, whatever the
 * tests of other workers do at the same time.
 */
const run = process.env['GROUNDCREW_TESTS_FOLDER']!;
const own = join(run, `worker-${process.env['VITEST_POOL_ID']}`);
mkdirSync(own, { recursive: true });
for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = own;
// What the command's own processes compile is kept from run to run, and not in the temporary folder as by default. Not what the
// workers themselves do: all four would write the same at their end, which takes longer than it saves a single run.
process.env['NODE_COMPILE_CACHE'] = join(import.meta.dirname, '../../.cache/compiled');
// What commands keep for their next run is not kept in the home folder of who runs the tests.
process.env['XDG_CACHE_HOME'] = join(run, `cache-${process.env['VITEST_POOL_ID']}`);
