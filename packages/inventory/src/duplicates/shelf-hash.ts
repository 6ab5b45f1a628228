/** 96 bits of a shelf, so that two of the shelves of one file are never taken for one. */
export interface ShelfHash {
  a: number;
  b: number;
  c: number;
}

const MULTIPLIER_A = 0x9e3779b1;
const MULTIPLIER_B = 0x85ebca77;
const MULTIPLIER_C = 0xc2b2ae3d;

/** Hashes a store and an item into `into`, which is used again for each row. */
export function hashShelf(store: string, item: string, into: ShelfHash): void {
  into.a = 0x2545f491;
  into.b = 0x5bd1e995;
  into.c = store.length;
  add(store, into);
  add(item, into);
  into.a = finish(into.a);
  into.b = finish(into.b);
  into.c = finish(into.c);
}

/** 32 bits of a text. */
export function hashText(text: string): number {
  const into = { a: 0x2545f491, b: 0, c: 0 };
  add(text, into);
  return finish(into.a);
}

function add(text: string, into: ShelfHash): void {
  let { a, b, c } = into;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a ^= code;
    a = Math.imul((a << 13) | (a >>> 19), MULTIPLIER_A);
    b ^= code;
    b = Math.imul((b << 15) | (b >>> 17), MULTIPLIER_B);
    c ^= code;
    c = Math.imul((c << 11) | (c >>> 21), MULTIPLIER_C);
  }
  into.a = a;
  into.b = b;
  into.c = c;
}

/** Every bit of the result depends on every bit of the input. */
function finish(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
