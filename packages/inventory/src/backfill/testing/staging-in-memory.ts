import type { Staging } from '../staging.ts';

/** A staging whose objects are visible to a test. */
export function createStagingInMemory(): Staging & { readonly objects: ReadonlyMap<string, Uint8Array> } {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    async putText(key, text) {
      objects.set(key, Buffer.from(text));
    },
    async putBytes(key, bytes) {
      objects.set(key, Buffer.from(bytes));
    },
    async getText(key) {
      const bytes = objects.get(key);
      return bytes && Buffer.from(bytes).toString();
    },
    async getRange(key, startByte, endByte) {
      const bytes = objects.get(key)!;
      if (endByte > bytes.length) throw new RangeError(`${key} has ${bytes.length} bytes, not ${endByte}`);
      return bytes.subarray(startByte, endByte);
    },
    list: async (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)).sort(),
  };
}
