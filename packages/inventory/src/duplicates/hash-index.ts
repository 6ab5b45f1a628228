import type { ShelfHash } from './shelf-hash.ts';

/** Small: an index may be of a few hashes, and there may be one for each part of a file. */
const FIRST_CAPACITY = 64;

/** Numbers hashes from 0 on, in the order in which they come: a map of typed arrays, which takes 20 bytes or so each. */
export class HashIndex {
  size = 0;
  #slots = new Int32Array(FIRST_CAPACITY * 2);
  #a = new Uint32Array(FIRST_CAPACITY);
  #b = new Uint32Array(FIRST_CAPACITY);
  #c = new Uint32Array(FIRST_CAPACITY);

  /** The number of a hash; -1 if it has none. */
  find(hash: ShelfHash): number {
    return this.#slots[this.#slotOf(hash)]! - 1;
  }

  /** The number of a hash, which is `size` before the call if it is new. */
  add(hash: ShelfHash): number {
    const slot = this.#slotOf(hash);
    const found = this.#slots[slot]! - 1;
    if (found >= 0) return found;
    const number = this.size;
    if (number === this.#a.length) {
      this.#grow();
      return this.add(hash);
    }
    this.#a[number] = hash.a;
    this.#b[number] = hash.b;
    this.#c[number] = hash.c;
    this.#slots[slot] = number + 1;
    this.size = number + 1;
    return number;
  }

  /** Copies the hash with a number. */
  read(number: number, into: ShelfHash): void {
    into.a = this.#a[number]!;
    into.b = this.#b[number]!;
    into.c = this.#c[number]!;
  }

  /** Forgets all hashes, and keeps the memory. */
  clear(): void {
    this.#slots.fill(0);
    this.size = 0;
  }

  /** The slot that has the hash, or the empty one where it would be. */
  #slotOf({ a, b, c }: ShelfHash): number {
    const mask = this.#slots.length - 1;
    for (let slot = b & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot]! - 1;
      if (number < 0 || (this.#a[number] === a && this.#b[number] === b && this.#c[number] === c))
        return slot;
    }
  }

  #grow(): void {
    const capacity = this.#a.length * 2;
    const wider = (from: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
      const to = new Uint32Array(capacity);
      to.set(from);
      return to;
    };
    this.#a = wider(this.#a);
    this.#b = wider(this.#b);
    this.#c = wider(this.#c);
    this.#slots = new Int32Array(capacity * 2);
    const hash = { a: 0, b: 0, c: 0 };
    for (let number = 0; number < this.size; number++) {
      this.read(number, hash);
      this.#slots[this.#slotOf(hash)] = number + 1;
    }
  }
}
