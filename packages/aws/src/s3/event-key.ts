/**
 * The object key for a key in an S3 event: events contain it form-encoded, a space as `+`
 * and everything but a few characters as `%XX` of its UTF-8 (S3 User Guide, "Event message structure").
 *
 * An invalid encoding is kept unchanged, byte by byte: a key is never a reason to lose an event.
 */
export function decodeEventKey(key: string): string {
  const spaced = key.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced.replace(/(?:%[0-9a-f]{2})+/gi, decodeOrKeep);
  }
}

function decodeOrKeep(escaped: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return escaped;
  }
}
