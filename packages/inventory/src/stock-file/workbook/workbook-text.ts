/** A character written by its code, as Excel does with those that XML has not ([ECMA-376] part 1, ST_Xstring). */
const ESCAPE_PATTERN = /_x([0-9A-Fa-f]{4})_/g;

/** The text that a value of a workbook stands for. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text
    .replace(ESCAPE_PATTERN, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll('\0', '\ufffd')
    .toWellFormed();
}

/**
 * Collects the text of an element that is plain or rich: runs are joined, and phonetic readings, which Japanese
 * workbooks have beside the text, are left out.
 */
export class RichText {
  #text = '';
  #isText = false;
  #phonetic = 0;

  start(): void {
    this.#text = '';
    this.#isText = false;
    this.#phonetic = 0;
  }

  open(name: string): void {
    if (name === 'rPh') this.#phonetic++;
    else if (name === 't') this.#isText = this.#phonetic === 0;
  }

  close(name: string): void {
    if (name === 'rPh') this.#phonetic--;
    else if (name === 't') this.#isText = false;
  }

  add(text: string): void {
    if (this.#isText) this.#text += text;
  }

  get text(): string {
    return unescapeText(this.#text);
  }
}
