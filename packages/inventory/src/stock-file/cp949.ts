import iconv from 'iconv-lite';

const replacement = 0xfffd;

/**
 * CP949 (Windows code page 949, "Unified Hangul Code"): ASCII, and pairs of a lead byte from 0x81 and a
 * trail byte. No trail byte is a line break, quote or delimiter, so rows and cells can be found in the
 * bytes before they are decoded.
 *
 * The mapping is iconv-lite's, unfolded once into a flat table: its decoder costs more to set up than
 * most cells cost to decode. (The platform's TextDecoder follows another table.)
 */
let pairs: Uint16Array | undefined;

function unfoldPairs(): Uint16Array {
  const table = new Uint16Array(0x80 * 0x100).fill(replacement);
  const pair = Buffer.alloc(2);
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x41; trail <= 0xfe; trail++) {
      pair[0] = lead;
      pair[1] = trail;
      const text = iconv.decode(pair, 'cp949');
      if (text.length === 1) table[((lead & 0x7f) << 8) | trail] = text.charCodeAt(0);
    }
  }
  return table;
}

function isLead(byte: number): boolean {
  return byte >= 0x81 && byte <= 0xfe;
}

/** Decodes bytes; each malformed sequence becomes U+FFFD. */
export function decodeCp949(bytes: Uint8Array): string {
  pairs ??= unfoldPairs();
  const units = new Uint16Array(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte < 0x80) {
      units[length++] = byte;
      continue;
    }
    const trail = i + 1 < bytes.length ? bytes[i + 1]! : 0;
    const unit = pairs[((byte & 0x7f) << 8) | trail]!;
    units[length++] = unit;
    // What follows a byte that leads no pair, and ASCII after a broken lead byte, stand for themselves.
    if (unit !== replacement || (isLead(byte) && trail >= 0x80)) i++;
  }
  return Buffer.from(units.buffer, 0, length * 2).toString('utf16le');
}

/** Encodes text; U+FFFD becomes the byte 0xFF, which no CP949 text has, so that it reads back as U+FFFD. */
export function encodeCp949(text: string): Uint8Array {
  const parts = text.split('\ufffd').map((part) => iconv.encode(part, 'cp949'));
  const broken = Buffer.of(0xff);
  return Buffer.concat(parts.flatMap((part, i) => (i === 0 ? [part] : [broken, part])));
}
