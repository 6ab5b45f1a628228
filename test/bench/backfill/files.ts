/** What a backfill reads in the benchmark: files that each name all shelves, with other counts. */
export interface OldFiles {
  readonly files: number;
  readonly rowsEach: number;
}

export const PREFIX = 'old/';

/** One file a day. */
export function* oldFiles({ files, rowsEach }: OldFiles): Generator<{ key: string; body: string }> {
  for (let file = 0; file < files; file++) {
    const lines = ['store,item,count'];
    for (let row = 0; row < rowsEach; row++) {
      lines.push(`Store ${row % 20},Echo Plus ${row},${(row * 7 + file * 13) % 90}`);
    }
    const day = new Date(Date.UTC(2025, 0, 1 + file)).toISOString().slice(0, 10);
    yield { key: `${PREFIX}stock-${day}.csv`, body: `${lines.join('\n')}\n` };
  }
}
