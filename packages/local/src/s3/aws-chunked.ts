import { AwsError } from '../service.ts';

/** Decodes an `aws-chunked` body as it arrives, regardless of how it is split. */
export interface ChunkedDecoder {
  /** The payload within these bytes: views, not copies. */
  push(bytes: Uint8Array): Uint8Array[];
  /**
   * The trailers, names in lower case.
   *
   * @throws AwsError `IncompleteBody` if the last chunk has not arrived.
   */
  end(): Readonly<Record<string, string>>;
}

/** Enough for a chunk's header (size and signature) and for a trailer (checksum). */
const MAX_LINE_BYTES = 4096;

const LINE_FEED = 0x0a;

/**
 * Decodes the content encoding `aws-chunked`, signed or not, with or without trailers. Signatures are not
 * checked: the embedded AWS has no secrets.
 *
 * Rules: "Transferring Payload in Multiple Chunks" and "Including Trailing Headers" in the S3 API reference.
 */
export function createChunkedDecoder(): ChunkedDecoder {
  const trailers: Record<string, string> = {};
  let state: 'size' | 'payload' | 'payload-end' | 'trailer' | 'done' = 'size';
  let payloadLeft = 0;
  let line = '';

  function takeLine(text: string): void {
    if (state === 'payload-end') {
      if (text !== '') throw malformed('a chunk is longer than its size');
      state = 'size';
    } else if (state === 'size') {
      const hex = text.match(/^([0-9a-f]{1,12})(?:;.*)?$/i)?.[1];
      if (hex === undefined) throw malformed(`"${text.slice(0, 40)}" is not the size of a chunk`);
      payloadLeft = Number.parseInt(hex, 16);
      state = payloadLeft === 0 ? 'trailer' : 'payload';
    } else if (text === '') {
      state = 'done';
    } else {
      const colon = text.indexOf(':');
      if (colon < 1) throw malformed(`"${text.slice(0, 40)}" is not a trailer`);
      trailers[text.slice(0, colon).trim().toLowerCase()] = text.slice(colon + 1).trim();
    }
  }

  return {
    push(bytes) {
      const payload: Uint8Array[] = [];
      let at = 0;
      while (at < bytes.length) {
        if (state === 'done') throw malformed('there are bytes after the last chunk');
        if (state === 'payload') {
          const end = Math.min(bytes.length, at + payloadLeft);
          payload.push(bytes.subarray(at, end));
          payloadLeft -= end - at;
          at = end;
          if (payloadLeft === 0) state = 'payload-end';
          continue;
        }
        const feed = bytes.indexOf(LINE_FEED, at);
        const end = feed < 0 ? bytes.length : feed;
        line += Buffer.from(bytes.buffer, bytes.byteOffset + at, end - at).toString('latin1');
        if (line.length > MAX_LINE_BYTES) throw malformed(`a line is longer than ${MAX_LINE_BYTES} bytes`);
        at = end + 1;
        if (feed < 0) break;
        const whole = line.endsWith('\r') ? line.slice(0, -1) : line;
        line = '';
        takeLine(whole);
      }
      return payload;
    },
    end() {
      // Some clients omit the empty line after the last trailer.
      if (state === 'trailer' && line !== '') takeLine(line.trimEnd());
      if (state !== 'trailer' && state !== 'done') {
        throw new AwsError(400, 'IncompleteBody', 'the aws-chunked body ends before its last chunk');
      }
      return trailers;
    },
  };
}

function malformed(what: string): AwsError {
  return new AwsError(400, 'InvalidRequest', `the aws-chunked body can't be read: ${what}`);
}
