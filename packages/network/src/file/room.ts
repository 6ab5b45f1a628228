/** For how many zones a tier keeps room, where the file does not set it. */
export const DEFAULT_ROOM = 4;

/** The room for zones, as a power of two. */
export function slotBits(roomForZones: number): number {
  return Math.ceil(Math.log2(roomForZones));
}
