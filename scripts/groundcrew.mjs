#!/usr/bin/env -S MALLOC_ARENA_MAX=1 node --max-semi-space-size=8 --heap-growing-percent=10
// The flags are for loads of large files, whose rows are short-lived: a small young generation, collections
// before much has gathered, and one arena of glibc's allocator instead of one for each of V8's threads.
// No effect on the time was measured.
//
// Plain JavaScript, and old enough in its words for any Node that knows `import`: a Node that is too
// old has to get as far as this message.
const needed = [22, 18];
const running = process.versions.node.split('.').map(Number);

if (running[0] < needed[0] || (running[0] === needed[0] && running[1] < needed[1])) {
  process.stderr.write(
    `groundcrew: Node ${process.versions.node} is too old: groundcrew needs Node ${needed.join('.')} or later. ` +
      'Install a newer one (https://nodejs.org), or run "npm run groundcrew --" in the checkout, ' +
      'which brings its own. [cli.node-too-old]\n',
  );
  process.exitCode = 1;
} else {
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  await import('./bin.ts');
}
