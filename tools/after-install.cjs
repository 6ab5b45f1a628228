/*
 * Runs after `npm ci` and `npm install`, on whatever Node the machine has: CommonJS, in words that Node 12 knows.
 *
 * npm scripts run on node_modules/.bin/node where the package of a bundled Node is installed (see complete-lockfile.ts).
 * Here that Node is made fit: its C++ headers go (67 MB; nothing here is compiled against them), and its link in .bin is
 * made where npm 10 has removed it together with the package of another processor. Where it can't run at all, it goes.
 */
'use strict';
const { existsSync, readdirSync, rmSync, symlinkSync } = require('node:fs');
const { join } = require('node:path');
const { spawnSync } = require('node:child_process');

const modules = join(__dirname, '..', 'node_modules');
const link = join(modules, '.bin', 'node');
const remove = (path) => rmSync(path, { recursive: true, force: true });

const bundled = existsSync(modules) ? readdirSync(modules).filter((name) => /^node-linux-/.test(name)) : [];
let usable = false;
for (const name of bundled) {
  const folder = join(modules, name);
  if (spawnSync(join(folder, 'bin', 'node'), ['--version']).status === 0) {
    usable = true;
    remove(join(folder, 'include'));
    remove(join(folder, 'share'));
    if (!existsSync(link)) {
      remove(link); // a link to what is gone
      symlinkSync(join('..', name, 'bin', 'node'), link);
    }
  } else {
    remove(folder);
    remove(link);
  }
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (!usable && (major < 22 || (major === 22 && minor < 18))) {
  process.stderr.write(
    `groundcrew: Node ${process.versions.node} is too old, and there is no bundled Node for this system: ` +
      'install Node 22.18 or later (https://nodejs.org)\n',
  );
}
