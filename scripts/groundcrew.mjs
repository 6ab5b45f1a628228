#!/usr/bin/env node
// Plain JavaScript, and old enough in its words for any Node that knows `import`: a Node that is too
// old has to get as far as this message.
const needed = [22, 18];
const running = process.versions.node.split('.').map(Number);

// What allocates much that is short-lived gets a small young generation: rows of large files, lines of snapshots, and the
// buffers that pages of instances, or requests to the embedded AWS, arrive in, which are freed only when that is collected. A load collects
// its old generation early too; for the others each buffer would count against that, and they would collect at every other
// page. MALLOC_ARENA_MAX: one arena of glibc's allocator instead of one for each of V8's threads. All are set here and not
// in the first line, since `env -S` is missing on Alpine and each other command starts faster without them.
const SMALL_YOUNG_GENERATION = '--max-semi-space-size=8';
const loadFlags = [SMALL_YOUNG_GENERATION, '--heap-growing-percent=10'];
const bufferFlags = [SMALL_YOUNG_GENERATION];
const resourceFlags = [SMALL_YOUNG_GENERATION, '--heap-growing-percent=50'];

/** The embedded AWS has its items in memory: it may take most of the machine's, where Node allows 4 GB at most, and no more than it needs. */
async function localFlags() {
  const { totalmem } = await import('node:os');
  const allowedBytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  const oldGenerationMib = Math.floor((allowedBytes / 2 ** 20) * 0.75);
  return [...bufferFlags, '--optimize-for-size', `--max-old-space-size=${oldGenerationMib}`];
}

/** Collections, audits and plans of an account hold all its resources: by default the heap grows to a multiple of them. */
function readsResources(word) {
  return word === 'account' || word === 'tags';
}

async function main() {
  if (running[0] < needed[0] || (running[0] === needed[0] && running[1] < needed[1])) {
    process.stderr.write(
      `groundcrew: Node ${process.versions.node} is too old: groundcrew needs Node ${needed.join('.')} or later. ` +
        'Install a newer one (https://nodejs.org), or run "npm run groundcrew --" in the checkout, ' +
        'which brings its own. [cli.node-too-old]\n',
    );
    process.exitCode = 1;
    return;
  }
  const words = process.argv.slice(2);
  // A file descriptor that a shell made, as for <(…), does not outlive the restart.
  const namesDescriptor = words.some((word) => /^\/(dev|proc)\//.test(word));
  if (!words.includes('--help') && !namesDescriptor) {
    if (words.includes('load')) await restartWithSmallHeap(words, loadFlags);
    else if (words.includes('local')) await restartWithSmallHeap(words, await localFlags());
    else if (words.includes('ec2') && words.includes('list')) await restartWithSmallHeap(words, bufferFlags);
    else if (words.some(readsResources)) await restartWithSmallHeap(words, resourceFlags);
  }
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  // The checkout has the sources, the installed package what they were built to.
  const { existsSync } = await import('node:fs');
  await import(existsSync(new URL('bin.ts', import.meta.url)) ? './bin.ts' : './dist/bin.mjs');
}

/** Replaces this process by one with the flags: the same id, terminal and signals. Where that can't be, does nothing. */
async function restartWithSmallHeap(words, flags) {
  const { existsSync } = await import('node:fs');
  const env = '/usr/bin/env';
  if (!process.execve || process.execArgv.includes(SMALL_YOUNG_GENERATION) || !existsSync(env)) return;
  const { fileURLToPath } = await import('node:url');
  const script = fileURLToPath(import.meta.url);
  const node = [process.execPath, ...process.execArgv, ...flags, script, ...words];
  // Node 22 passes no environment by itself.
  process.execve(env, [env, 'MALLOC_ARENA_MAX=1', ...node], process.env);
}

await main();
