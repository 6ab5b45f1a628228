/**
 * Which of two events of one object is later: negative if `a` is the earlier one, positive if it is the later one.
 * The
 * shorter one is padded with zeros on its right, then they are compared as text (S3 User Guide, "Event message
 * structure"). Between events of different objects the result is meaningless.
 */
export function compareSequencers(a: string, b: string): number {
  const length = Math.max(a.length, b.length);
  const left = a.toUpperCase().padEnd(length, '0');
  const right = b.toUpperCase().padEnd(length, '0');
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * A sequencer for an event without one, such as a manual invocation. S3's own start with the seconds since 1970 as
 * ten hexadecimal digits: that is not documented, so the order relative to S3's own holds only as long as it stays
 * true. Among themselves they are in order of time.
 *
 * @param timeMs milliseconds since 1970
 */
export function sequencerOfTime(timeMs: number): string {
  const seconds = Math.floor(timeMs / 1000);
  const fraction = Math.floor(((timeMs % 1000) / 1000) * 2 ** 32);
  return `${hex(seconds, 10)}${hex(fraction, 8)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
