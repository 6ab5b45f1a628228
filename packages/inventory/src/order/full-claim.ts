import { HashIndex } from '../duplicates/hash-index.ts';
import type { ShelfHash } from '../duplicates/shelf-hash.ts';

/** What becomes of the shelves that a full export does not name: their count is set to 0, or they are removed. */
export const vanishedModes = ['zero', 'remove'] as const;
export type VanishedMode = (typeof vanishedModes)[number];

/** What a full export decides on: all shelves of its stores, named or not, but for those that are open. */
export interface FullClaim {
  readonly vanished: VanishedMode;
  readonly stores: readonly string[];
  /** Shelves that it leaves alone, because rows of them were rejected. */
  readonly open: HashIndex;
}

/** Plain JSON. */
export interface StoredClaim {
  readonly vanished: VanishedMode;
  readonly stores: readonly string[];
  /** 12 bytes each, in Base64. */
  readonly open: string;
}

export function storeClaim({ vanished, stores, open }: FullClaim): StoredClaim {
  const bytes = Buffer.alloc(open.size * 12);
  const hash: ShelfHash = { a: 0, b: 0, c: 0 };
  for (let number = 0; number < open.size; number++) {
    open.read(number, hash);
    bytes.writeUInt32LE(hash.a, number * 12);
    bytes.writeUInt32LE(hash.b, number * 12 + 4);
    bytes.writeUInt32LE(hash.c, number * 12 + 8);
  }
  return { vanished, stores, open: bytes.toString('base64') };
}

export function restoreClaim({ vanished, stores, open: text }: StoredClaim): FullClaim {
  const bytes = Buffer.from(text, 'base64');
  const open = new HashIndex();
  for (let at = 0; at < bytes.length; at += 12) {
    open.add({ a: bytes.readUInt32LE(at), b: bytes.readUInt32LE(at + 4), c: bytes.readUInt32LE(at + 8) });
  }
  return { vanished, stores, open };
}
