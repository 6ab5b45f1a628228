import type { ZipEntry } from '@groundcrew/zip';
import type { BufferedSource } from '../archive/buffered-source.ts';
import { builtInFormat, type NumberFormat, parseFormat } from './number-format.ts';
import { chooseSheet, WorkbookParts } from './parts.ts';
import { sheetText } from './sheet-text.ts';
import { StringTable } from './string-table.ts';
import { RichText } from './workbook-text.ts';
import { readXml } from './xml-reader.ts';

/** A sheet being read as text. */
export interface OpenedSheet {
  readonly name: string;
  /** Names of the others, hidden ones left out. */
  readonly others: readonly string[];
  readonly chunks: AsyncGenerator<Uint8Array, void, undefined>;
  /** How much of the sheet was read, from 0 to 1. */
  progress(): number;
}

/** Whether an archive is a document of Office: a workbook, if anything. */
export function isOfficeDocument(entries: readonly ZipEntry[]): boolean {
  return ['[content_types].xml', '_rels/.rels'].every((part) =>
    entries.some(({ name }) => name.replaceAll('\\', '/').toLowerCase() === part),
  );
}

/**
 * Opens the sheet of a workbook that was chosen, or the first one.
 *
 * @throws GroundcrewError `inventory.file.sheet-missing`, `.archive-broken`, `.archive-too-large`, `.binary`
 */
export async function openSheet(
  source: BufferedSource,
  entries: readonly ZipEntry[],
  wanted: string | undefined,
): Promise<OpenedSheet> {
  const parts = new WorkbookParts(source, entries);
  const { sheets, isFrom1904, hasResults, strings: stringsPart, styles } = await parts.facts();
  const sheet = chooseSheet(sheets, wanted);
  const formats = styles === undefined ? [] : await readFormats(parts, styles);
  const strings = new StringTable();
  if (stringsPart !== undefined) await readStrings(parts, stringsPart, strings);
  const stream = parts.open(sheet.part);
  const { packedBytes } = parts.entry(sheet.part);
  return {
    name: sheet.name,
    others: sheets.filter((each) => each !== sheet && !each.isHidden).map(({ name }) => name),
    chunks: sheetText(sheet.part, stream.chunks, { strings, formats, isFrom1904, hasResults }),
    progress: () => (packedBytes === 0 ? 1 : stream.packedBytesRead() / packedBytes),
  };
}

/** The formats of numbers, by the number of a style. */
async function readFormats(parts: WorkbookParts, part: string): Promise<NumberFormat[]> {
  const codes = new Map<number, string>();
  const ids: number[] = [];
  let isCellStyles = false;
  await parts.read(part, {
    open(name, { numFmtId, formatCode }) {
      if (name === 'numFmt') codes.set(Number(numFmtId), formatCode ?? '');
      else if (name === 'cellXfs') isCellStyles = true;
      else if (name === 'xf' && isCellStyles) ids.push(Number(numFmtId ?? 0));
    },
    close(name) {
      if (name === 'cellXfs') isCellStyles = false;
    },
  });
  const known = new Map<number, NumberFormat>();
  return ids.map((id) => {
    const code = codes.get(id);
    const format = known.get(id) ?? (code === undefined ? builtInFormat(id) : parseFormat(code));
    known.set(id, format);
    return format;
  });
}

async function readStrings(parts: WorkbookParts, part: string, strings: StringTable): Promise<void> {
  const rich = new RichText();
  const { chunks } = parts.open(part);
  await readXml(part, chunks, {
    open(name) {
      if (name === 'si') rich.start();
      else rich.open(name);
    },
    text: (text) => rich.add(text),
    close(name) {
      if (name === 'si') strings.add(rich.text);
      else rich.close(name);
    },
  });
}
