import { GroundcrewError } from '@groundcrew/errors';
import { HashIndex } from '../duplicates/hash-index.ts';
import type { RejectsSurvey } from '../duplicates/survey-file.ts';
import { SHELF_PARTS } from '../duplicates/spilled-rows.ts';
import { isFileError } from '../load/errors.ts';
import type { LoadDeps, LoadInput, LoadResult } from '../load/load-stock-file.ts';
import { isRejectColumn } from '../stock-file/columns.ts';
import { withFileMetadata } from '../load/file-metadata.ts';
import { readStockFile } from '../stock-file/reader.ts';
import { compareFiles, type FileOrder } from './file-order.ts';
import type { FullClaim } from './full-claim.ts';
import { type FileFacts, type FileTime, placeFile } from './place-file.ts';
import { NewerShelves } from './shelf-filter.ts';

/** A file to be loaded with others. */
export interface OrderedInput {
  readonly input: Pick<LoadInput, 'open' | 'settings' | 'metadataEncoding' | 'metadataSheet'>;
  readonly facts: FileFacts;
}

/** A file in the order of several. */
export interface PlacedInput<File> {
  readonly file: File;
  readonly order: FileOrder;
  readonly enterOrder: NonNullable<LoadDeps['enterOrder']>;
}

/**
 * Loads files so that of those that name a shelf the newest counts, and each shelf is written once: the newest file first, then
 * of each older one what is not named yet. Files of rejects are opened before, to see which files their rows are from.
 */
export async function loadNewestFirst<
  File extends OrderedInput,
  Loaded extends { readonly result: LoadResult },
>(
  files: readonly File[],
  rule: FileTime,
  load: (placed: PlacedInput<File>) => Promise<Loaded>,
): Promise<Loaded[]> {
  const named = new NamedShelves();
  const loads: Loaded[] = [];
  for (const { file, order } of await newestFirst(files, rule)) {
    const loaded = await load({ file, order, enterOrder: named.enter(file, rule) });
    // A file that is refused leaves all shelves alone.
    if (loaded.result.summary.status === 'loaded') named.keep();
    loads.push(loaded);
  }
  return loads;
}

async function newestFirst<File extends OrderedInput>(
  files: readonly File[],
  rule: FileTime,
): Promise<{ readonly file: File; readonly order: FileOrder }[]> {
  const placed: { file: File; order: FileOrder }[] = [];
  for (const file of files) {
    const rejects = await peekRejects(file.input);
    try {
      placed.push({ file, order: placeFile(file.facts, rule, rejects) });
    } catch (error) {
      if (!isFileError(error)) throw error;
      throw new GroundcrewError(error.code, `${file.facts.object}: ${error.message}`, { cause: error });
    }
  }
  return placed.sort((a, b) => compareFiles(b.order, a.order));
}

/** What the first rows state; nothing of a file that can't be read: its load will report why. */
async function peekRejects(input: OrderedInput['input']): Promise<RejectsSurvey> {
  const controller = new AbortController();
  let text: string | undefined;
  let isRejectsFile = false;
  try {
    const source = await input.open(0, controller.signal);
    const known = withFileMetadata(input.settings, input);
    const options = {
      isSurvey: true,
      onRejectSource(found: string) {
        text ??= found;
      },
    };
    for await (const { state } of readStockFile(source, known, undefined, options)) {
      isRejectsFile = state.header.some(isRejectColumn);
      if (text !== undefined || !isRejectsFile) break;
    }
  } catch (error) {
    if (!isFileError(error)) throw error;
  } finally {
    controller.abort();
  }
  return { isRejectsFile: isRejectsFile && text !== undefined, sources: text === undefined ? [] : [text] };
}

/** 100 MB or so. */
const MAX_NAMED = 4_000_000;

/** The shelves that the files loaded so far name, each newer than those to come. */
class NamedShelves {
  readonly #newer = new NewerShelves();
  #next = new HashIndex();
  #nextClaim: FullClaim | undefined;

  enter({ facts }: OrderedInput, rule: FileTime): NonNullable<LoadDeps['enterOrder']> {
    return async ({ shelves, rejects, full }) => {
      // Refuses a file of rejects whose rows name no source, or several.
      if (shelves.size > 0) placeFile(facts, rule, rejects);
      this.#next = new HashIndex();
      this.#nextClaim = full;
      for (let part = 0; part < SHELF_PARTS; part++) {
        for (const hash of shelves.hashesOf(part)) this.#next.add(hash);
        if (this.#newer.named.size + this.#next.size > MAX_NAMED) throw tooMany();
      }
      return this.#newer;
    };
  }

  /** The file that was entered last is loaded: it comes before those that follow. */
  keep(): void {
    const hash = { a: 0, b: 0, c: 0 };
    for (let number = 0; number < this.#next.size; number++) {
      this.#next.read(number, hash);
      this.#newer.named.add(hash);
    }
    if (this.#nextClaim !== undefined) this.#newer.addClaim(this.#nextClaim);
    this.#next = new HashIndex();
  }
}

function tooMany(): GroundcrewError {
  return new GroundcrewError(
    'inventory.order.too-many-shelves',
    `the files have more than ${MAX_NAMED} shelves together; load them one at a time, the oldest first`,
  );
}
