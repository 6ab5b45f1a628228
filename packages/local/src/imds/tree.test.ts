import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MetadataDirectory, type MetadataNode, readTree } from './tree.ts';

const name = fc.stringMatching(/^[a-z0-9:.-]{1,8}$/).filter((text) => text !== '.' && text !== '..');
const { node } = fc.letrec<{ node: MetadataNode }>((tie) => ({
  node: fc.oneof({ maxDepth: 3 }, fc.string(), fc.dictionary(name, tie('node'), { maxKeys: 4 })),
}));
const directory = fc.dictionary(name, node, { maxKeys: 4 });

test('every listed name can be read, and the listings contain everything', () => {
  function walk(tree: MetadataDirectory, path: string): MetadataNode {
    const lines = readTree(tree, path)!.split('\n').filter(Boolean);
    return Object.fromEntries(
      lines.map((line) =>
        line.endsWith('/')
          ? [line.slice(0, -1), walk(tree, `${path}${line}`)]
          : [line, readTree(tree, `${path}${line}`)!],
      ),
    );
  }
  fc.assert(
    fc.property(directory, (tree) => {
      expect(walk(tree, '')).toEqual(tree);
    }),
  );
});

test('an omitted directory is neither listed nor found', () => {
  const tree = { a: undefined, b: 'x' };
  expect(readTree(tree, '')).toBe('b');
  expect(readTree(tree, 'a')).toBeUndefined();
});
