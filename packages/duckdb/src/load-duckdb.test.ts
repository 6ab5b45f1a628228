import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DUCKDB_VERSION, installCommand } from './load-duckdb.ts';

const name = `@duckdb/node-api@${DUCKDB_VERSION}`;

function versionsIn(path: string): unknown {
  const text = readFileSync(new URL(path, import.meta.url), 'utf8');
  const { dependencies, peerDependencies } = JSON.parse(text);
  return (dependencies ?? peerDependencies)['@duckdb/node-api'];
}

test('the version that the message names is the one that is tested', () => {
  expect(versionsIn('../package.json')).toBe(DUCKDB_VERSION);
  expect(versionsIn('../../../scripts/package.json')).toBe(DUCKDB_VERSION);
});

test.each([
  ['a global package', '/usr/lib/node_modules/groundcrew/dist', '/usr/bin/node', `--global ${name}`],
  [
    'a global package of another prefix, in a path with blanks and Hangul',
    '/home/a b/전역/lib/node_modules/groundcrew/dist',
    '/usr/bin/node',
    `--global --prefix "/home/a b/전역" ${name}`,
  ],
])('%s gets DuckDB beside it', (_, folder, node, expected) => {
  expect(installCommand(folder, node, () => false)).toBe(`npm install ${expected}`);
});

test.each([
  ['a package of a project', '/home/shop/node_modules/groundcrew/dist', '/home/shop/package.json'],
  ['npx', '/home/a/.npm/_npx/0c/node_modules/groundcrew/dist', '/home/a/.npm/_npx/0c/package.json'],
])('%s gets DuckDB from the current folder', (_, folder, packageJson) => {
  expect(installCommand(folder, '/usr/bin/node', (path) => path === packageJson)).toBe(`npm install ${name}`);
});
