import { fileURLToPath } from 'node:url';
import { checkTree } from './check-tree.ts';
import * as settings from './floors.ts';
import { readTree } from './read-tree.ts';

const tree = await readTree(fileURLToPath(new URL('../..', import.meta.url)));
const findings = checkTree(tree, settings);
for (const { path, line, rule, message } of findings)
  process.stderr.write(`${line === undefined ? path : `${path}:${line}`} [${rule}] ${message}\n`);
process.stderr.write(
  `${tree.files.length} files of ${tree.workspaces.length} workspaces checked, ${findings.length} refused\n`,
);
process.exitCode = findings.length === 0 ? 0 : 1;
