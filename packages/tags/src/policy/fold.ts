/**
 * The common form of spellings that differ only in case or Unicode form: macOS decomposes Korean into single letters
 * (NFD).
 */
export function foldCase(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** The same for spellings that may also have stray spaces around them. */
export function fold(text: string): string {
  return foldCase(text.trim());
}
