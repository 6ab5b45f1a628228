/** A line without its break; `isWhole`: whether it has one, so that it was written to its end. */
export interface JournalLine {
  readonly text: string;
  readonly isWhole: boolean;
}

/** The lines of a text in UTF-8, as it comes. */
export async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<JournalLine> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a, start)) {
      yield { text: rest.toString('utf8', start, end), isWhole: true };
      start = end + 1;
    }
    rest = rest.subarray(start);
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), isWhole: false };
}
