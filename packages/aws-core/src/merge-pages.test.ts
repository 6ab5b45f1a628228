import { describe, expect, it } from 'vitest';
import { mergePages } from './merge-pages.ts';

/** A source that counts the pages requested from it and records when its consumer left. */
function createSource(pages: number) {
  const state = { asked: 0, isLeft: false };
  const open = async function* (this: void) {
    try {
      while (state.asked < pages) {
        state.asked += 1;
        yield state.asked;
      }
    } finally {
      state.isLeft = true;
    }
  };
  return { state, open };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('mergePages', () => {
  it('yields all pages of all sources', async () => {
    const sources = [3, 0, 5, 1].map((pages) => createSource(pages));
    const got: number[] = [];
    for await (const page of mergePages(
      sources.map(({ open }) => open),
      2,
    ))
      got.push(page);
    expect(got.toSorted((one, other) => one - other)).toEqual([1, 1, 1, 2, 2, 3, 3, 4, 5]);
  });

  it('reads at most the allowed number of sources concurrently, each at most one page ahead', async () => {
    const sources = [9, 9, 9, 9].map((pages) => createSource(pages));
    const merged = mergePages(
      sources.map(({ open }) => open),
      3,
    );
    await merged.next();
    await turn();
    const asked = sources.map(({ state }) => state.asked);
    expect(asked.toSorted((one, other) => one - other)).toEqual([0, 1, 1, 2]);
    await merged.return();
  });

  it('closes the sources when its consumer leaves', async () => {
    const source = createSource(9);
    for await (const _ of mergePages([source.open], 1)) break;
    await turn();
    expect(source.state.isLeft).toBe(true);
  });

  it('throws the error of a source and closes the others', async () => {
    const other = createSource(9);
    const failing = async function* (): AsyncGenerator<number> {
      yield 1;
      throw new Error('broken');
    };
    const read = async () => {
      for await (const _ of mergePages<number>([failing, other.open], 2)) await turn();
    };
    await expect(read()).rejects.toThrow('broken');
    await turn();
    expect(other.state.isLeft).toBe(true);
  });
});
