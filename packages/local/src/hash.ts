/**
 * The 32-bit FNV-1a hash of a text (Fowler, Noll and Vo), as a number of at least 0.
 *
 * @param basis another start gives a hash that is independent of the first
 */
export function hashOf(text: string, basis = 0x811c9dc5): number {
  let hash = basis;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
