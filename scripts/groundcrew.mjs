#!/usr/bin/env -S node --max-semi-space-size=8 --heap-growing-percent=30
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
