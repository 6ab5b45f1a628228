/** Names of journals end so. */
export const JOURNAL_ENDING = '.undo.jsonl';

/**
 * The path of the journal of a load: next to the input, and never an existing file.
 *
 * @param input path or name of the stock file: `shop/stock.csv.gz`
 * @returns `shop/stock.csv.gz.undo.jsonl`, or `shop/stock.csv.gz.2.undo.jsonl` and so on
 */
export function chooseJournalPath(input: string, exists: (path: string) => boolean): string {
  for (let number = 1; ; number++) {
    const path = `${input}${number === 1 ? '' : `.${number}`}${JOURNAL_ENDING}`;
    if (!exists(path)) return path;
  }
}

/** Whether a file of this name is a journal of a load of `input`. */
export function isJournalOf(name: string, input: string): boolean {
  if (!name.startsWith(input) || !name.endsWith(JOURNAL_ENDING)) return false;
  return /^(\.\d+)?$/.test(name.slice(input.length, -JOURNAL_ENDING.length));
}
