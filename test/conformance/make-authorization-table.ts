import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeAuthorizationTable, tableFile } from './authorization-table.ts';
import { preparePython } from './python.ts';

/* Writes the table of `packages/iam` again, after a change of its list of actions or of the reference. */
const { pythonBin } = await preparePython((line) => process.stdout.write(`${line}\n`));
await writeFile(tableFile, await makeAuthorizationTable(path.join(pythonBin, 'python')));
