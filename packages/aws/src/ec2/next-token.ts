import { decodeText } from './xml/text.ts';

/** How much of the end of a response is searched; tokens have some hundred bytes. */
const TAIL_BYTES = 4_096;
const OPEN = '<nextToken>';
const CLOSE = '</nextToken>';

/** Keeps the end of a response, to find the token of the next page before the response is scanned. */
export interface ResponseTail {
  add(piece: Buffer): void;
  /** What looks like the token; the scan decides whether it is. `undefined`: none is there. */
  nextToken(): string | undefined;
}

export function createResponseTail(): ResponseTail {
  let pieces: Buffer[] = [];
  let kept = 0;
  return {
    add(piece) {
      pieces.push(piece);
      kept += piece.byteLength;
      while (pieces.length > 1 && kept - (pieces[0] as Buffer).byteLength >= TAIL_BYTES) {
        kept -= (pieces.shift() as Buffer).byteLength;
      }
    },
    nextToken() {
      const bytes = Buffer.concat(pieces.map((piece) => piece.subarray(-TAIL_BYTES)));
      pieces = [];
      const text = bytes.subarray(-TAIL_BYTES).toString('utf8');
      const start = text.lastIndexOf(OPEN);
      const end = start < 0 ? -1 : text.indexOf(CLOSE, start);
      if (end < 0) return undefined;
      const token = text.slice(start + OPEN.length, end);
      return token.includes('<') ? undefined : decodeText(token) || undefined;
    },
  };
}
