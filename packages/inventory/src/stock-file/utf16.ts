/** Room for the UTF-16 units of a text, used again for each. */
let room = new Uint16Array(0);

/** Room for so many UTF-16 units, until it is asked for again; what is in it is of an earlier text. */
export function roomForUnits(length: number): Uint16Array {
  if (room.length < length) room = new Uint16Array(Math.max(length, 2 * room.length));
  return room;
}

/** The first `length` units as text. */
export function textOfUnits(units: Uint16Array, length: number): string {
  return Buffer.from(units.buffer, units.byteOffset, 2 * length).toString('utf16le');
}
