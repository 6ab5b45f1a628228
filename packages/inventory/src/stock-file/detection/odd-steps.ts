import { instantiate } from '../instantiate.ts';
import { nextForeign } from '../odd-words.ts';
import { MODULE_BASE64 } from './odd-steps-module.ts';

interface Finder {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  find(from: number, length: number, places: number): number;
}

const PAGE_BYTES = 65_536;
const COSTS = 0x10000;
/** Behind the costs, which are numbers of two bytes; a byte before it begins the first step. */
const TEXT_AT = 2 * COSTS + 16;
const ROOM_BYTES = 16;
const LINE_FEED = 10;
/** What a step costs that is not known yet, or is in no text. */
const MUCH = 0x4000;

/**
 * Finds where the steps from byte to byte around those beyond ASCII cost more than nothing. It does so in WebAssembly: sixteen ASCII bytes
 * are passed over at a time.
 */
export class OddSteps {
  readonly #finder = instantiate<Finder>(MODULE_BASE64);
  #costs = this.#viewOfCosts()?.fill(MUCH);

  /** Sets what a step costs, by the byte before and the byte after. */
  setCost(before: number, after: number, cost: number): void {
    if (this.#costs !== undefined) this.#costs[(before << 8) | after] = Math.min(cost, MUCH);
  }

  /** Where groups of bytes beyond ASCII begin whose steps cost too much or are not known, or that may be UTF-8. */
  find(bytes: Uint8Array): Iterable<number> {
    if (this.#finder === undefined) return groupsIn(bytes);
    const { length } = bytes;
    const placesAt = (TEXT_AT + length + 2 * ROOM_BYTES) & -ROOM_BYTES;
    // No more than every second byte begins a group.
    const { buffer } = this.#withRoom(this.#finder.memory, placesAt + 2 * length + ROOM_BYTES);
    const memory = new Uint8Array(buffer);
    memory[TEXT_AT - 1] = LINE_FEED;
    memory.set(bytes, TEXT_AT);
    memory.fill(LINE_FEED, TEXT_AT + length, TEXT_AT + length + ROOM_BYTES);
    const count = this.#finder.find(TEXT_AT, length, placesAt);
    return new Int32Array(buffer, placesAt, count);
  }

  #withRoom(memory: Finder['memory'], sizeBytes: number): Finder['memory'] {
    const missing = sizeBytes - memory.buffer.byteLength;
    if (missing > 0) {
      memory.grow(Math.ceil(missing / PAGE_BYTES));
      this.#costs = this.#viewOfCosts();
    }
    return memory;
  }

  #viewOfCosts(): Int16Array | undefined {
    return this.#finder && new Int16Array(this.#finder.memory.buffer, 0, COSTS);
  }
}

/** Where each group begins, whatever its steps cost. */
function* groupsIn(bytes: Uint8Array): Generator<number> {
  for (let at = nextForeign(bytes, 0); at < bytes.length; at = nextForeign(bytes, at)) {
    yield at;
    while (at < bytes.length && bytes[at]! > 0x7f) at++;
  }
}
