import { archiveBroken, archiveTooLarge, noSheets, otherDocument, sheetMissing } from '../archive/errors.ts';
import type { BufferedSource } from '../archive/buffered-source.ts';
import type { ZipEntry } from '@groundcrew/zip';
import { type EntryStream, openZipEntry } from '../archive/zip.ts';
import { readXml, type XmlHandlers } from './xml-reader.ts';

/** Parts other than sheets and texts are small. */
const MAX_PART_BYTES = 32 * 1024 * 1024;

/** A sheet with cells, as the workbook lists it. */
export interface SheetFacts {
  readonly name: string;
  readonly isHidden: boolean;
  readonly part: string;
}

export interface WorkbookFacts {
  readonly sheets: readonly SheetFacts[];
  readonly isFrom1904: boolean;
  /** Whether formulas have results that were calculated: otherwise the file makes a spreadsheet do so when it opens. */
  readonly hasResults: boolean;
  /** Names of the parts in the archive. */
  readonly strings: string | undefined;
  readonly styles: string | undefined;
}

/** The parts of a workbook: an archive whose files refer to each other ([ECMA-376] part 2, "Relationships"). */
export class WorkbookParts {
  readonly #source: BufferedSource;
  readonly #entries: Map<string, ZipEntry>;

  constructor(source: BufferedSource, entries: readonly ZipEntry[]) {
    this.#source = source;
    // Names of parts are the same in any case.
    this.#entries = new Map(entries.map((entry) => [partKey(entry.name), entry]));
  }

  has(part: string): boolean {
    return this.#entries.has(partKey(part));
  }

  entry(part: string): ZipEntry {
    const entry = this.#entries.get(partKey(part));
    if (entry === undefined) throw archiveBroken('workbook', `${part} in it is missing`);
    return entry;
  }

  open(part: string): EntryStream {
    return openZipEntry(this.#source, this.entry(part), 'workbook');
  }

  async read(part: string, handlers: XmlHandlers): Promise<void> {
    if (this.entry(part).sizeBytes > MAX_PART_BYTES)
      throw archiveTooLarge('workbook', `${part} in it has ${this.entry(part).sizeBytes} bytes`);
    await readXml(part, this.open(part).chunks, handlers);
  }

  /** What a part refers to, by id. */
  async #relations(part: string): Promise<Map<string, { type: string; target: string }>> {
    const slash = part.lastIndexOf('/');
    const folder = part.slice(0, slash + 1);
    const relations = `${folder}_rels/${part.slice(slash + 1)}.rels`;
    const found = new Map<string, { type: string; target: string }>();
    if (!this.has(relations)) return found;
    await this.read(relations, {
      open(name, { Id, Type, Target, TargetMode }) {
        if (name !== 'Relationship' || Id === undefined || Target === undefined || TargetMode === 'External')
          return;
        found.set(Id, { type: (Type ?? '').split('/').at(-1)!, target: resolvePart(folder, Target) });
      },
    });
    return found;
  }

  async facts(): Promise<WorkbookFacts> {
    const main = [...(await this.#relations('')).values()].find(({ type }) => type === 'officeDocument');
    if (main === undefined) throw archiveBroken('workbook', 'nothing in it names its sheets');
    refuseOthers(main.target);
    const relations = await this.#relations(main.target);
    const targetOf = (wanted: string): string | undefined =>
      [...relations.values()].find(({ type, target }) => type === wanted && this.has(target))?.target;
    const sheets: SheetFacts[] = [];
    let isFrom1904 = false;
    let hasResults = true;
    let isWorkbook = false;
    await this.read(main.target, {
      open: (name, attributes) => {
        if (name === 'workbook') isWorkbook = true;
        else if (name === 'workbookPr') isFrom1904 = isTrue(attributes.date1904);
        else if (name === 'calcPr') hasResults = !isTrue(attributes.fullCalcOnLoad);
        else if (name === 'sheet') {
          const id = attributes['r:id'] ?? idOf(attributes);
          const relation = relations.get(id ?? '');
          if (relation?.type === 'worksheet')
            sheets.push({
              name: attributes.name ?? '',
              isHidden: attributes.state === 'hidden' || attributes.state === 'veryHidden',
              part: relation.target,
            });
        }
      },
    });
    if (!isWorkbook) throw otherDocument('an Office document, and no workbook');
    return { sheets, isFrom1904, hasResults, strings: targetOf('sharedStrings'), styles: targetOf('styles') };
  }
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && ['1', 'true', 'on'].includes(value);
}

function partKey(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
}

/** The id of a relationship, whatever prefix its namespace has. */
function idOf(attributes: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(attributes).find(([name]) => /:id$/.test(name))?.[1];
}

function resolvePart(folder: string, target: string): string {
  const { pathname } = new URL(target, `part:///${folder}`);
  return decodeURIComponent(pathname).replace(/^\/+/, '');
}

function refuseOthers(part: string): void {
  if (/\.bin$/i.test(part)) throw otherDocument('a binary workbook of Excel (.xlsb)');
  if (/^word\//i.test(part)) throw otherDocument('a Word document (.docx)');
  if (/^ppt\//i.test(part)) throw otherDocument('a presentation (.pptx)');
}

/**
 * Chooses a sheet: by its name, or by its number from 1 among those that are not hidden; without either the first of
 * those.
 *
 * @throws GroundcrewError `inventory.file.sheet-missing`
 */
export function chooseSheet(sheets: readonly SheetFacts[], wanted: string | undefined): SheetFacts {
  const visible = sheets.filter(({ isHidden }) => !isHidden);
  if (wanted === undefined) {
    const [first] = visible;
    if (first === undefined) throw noSheets();
    return first;
  }
  const key = (name: string): string => name.normalize('NFC').trim().toLowerCase();
  const chosen =
    sheets.find(({ name }) => name === wanted) ??
    sheets.find(({ name }) => key(name) === key(wanted)) ??
    (/^[1-9]\d{0,4}$/.test(wanted.trim()) ? visible[Number(wanted) - 1] : undefined);
  if (chosen !== undefined) return chosen;
  throw sheetMissing(
    wanted,
    sheets.map(({ name }) => name),
  );
}
