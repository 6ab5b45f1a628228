import { loadCp949 } from '../cp949.ts';
import { encodingChanges, encodingNotRead, encodingUnsure, type EncodingChoice } from '../errors.ts';
import { decodeLegacy, isLegacy, loadLegacy } from '../legacy.ts';
import { wholeLines } from '../text.ts';
import type { ReaderState, StockFileEncoding } from '../types.ts';
import { detectEncoding, isPlausible, isSameText } from './detect-encoding.ts';
import { unpackTables } from './language-tables.ts';
import { Plausibility } from './plausibility.ts';
import { candidates, type DetectorParts, type Reading, readIn, wordsIn } from './readings.ts';
import { createRowCheck, type RowCheck } from './row-check.ts';
import { createSecondOpinion } from './second-opinion.ts';

/** How much of each block is looked at for what contradicts the encoding: a few of its words suffice. */
const SAMPLE_BYTES = 1_024;
const CP949_SAMPLE_BYTES = 512;
const MIN_WORDS = 4;

/** Detects encodings. */
export interface Detector {
  /**
   * @param canWait whether undefined may be the answer, for more bytes
   * @throws GroundcrewError `inventory.file.encoding-unsure`
   */
  choose(bytes: Buffer, canWait: boolean): StockFileEncoding | undefined;
  /**
   * Looks at more of a file whose encoding was chosen.
   *
   * @throws GroundcrewError `inventory.file.encoding-changes` where it is plainly in another one
   */
  check(bytes: Buffer, encoding: ReaderState['encoding'], line: number): void;
  /** Finds the rows in another encoding than their file. */
  readonly rows: RowCheck;
}

/** Loads iconv-lite, the tables of languages and the second detector. */
export async function loadParts(): Promise<DetectorParts> {
  const [{ default: stored }, secondOpinion] = await Promise.all([
    import('./language-tables.json', { with: { type: 'json' } }),
    createSecondOpinion(),
    loadCp949(),
    loadLegacy(),
  ]);
  const plausibility = new Plausibility(unpackTables(stored, decodeLegacy));
  return { decode: decodeLegacy, plausibility, secondOpinion };
}

export async function createDetector(): Promise<Detector> {
  const parts = await loadParts();
  return {
    rows: createRowCheck(parts),
    choose(bytes, canWait) {
      const detection = detectEncoding(bytes, parts);
      if (detection.kind === 'sure') return detection.encoding;
      if (canWait) return undefined;
      const lines = tellingLines(bytes);
      const choiceOf = ({ candidate: { encoding, isReadable } }: Reading): EncodingChoice => ({
        encoding,
        isReadable,
        lines: lines.map((line) => parts.decode(line, encoding)),
      });
      if (detection.kind === 'not-read') throw encodingNotRead(detection.readings.map(choiceOf));
      throw encodingUnsure(different(detection.readings).map(choiceOf));
    },
    check(bytes, encoding, line) {
      if (!isLegacy(encoding)) return;
      const sample = wholeLines(
        bytes.subarray(0, encoding === 'cp949' ? CP949_SAMPLE_BYTES : SAMPLE_BYTES),
        false,
      );
      const words = wordsIn(sample, encoding, parts);
      if (words.length < MIN_WORDS) return;
      const reading = readIn(
        candidates.find((each) => each.encoding === encoding)!,
        words,
        parts.plausibility,
      );
      if (isPlausible(reading)) return;
      const detection = detectEncoding(wholeLines(bytes, false), parts);
      const isOther =
        (detection.kind === 'sure' && detection.encoding !== encoding) || detection.kind === 'not-read';
      if (isOther) throw encodingChanges(encoding, line, words[0]!);
    },
  };
}

/** The first two lines that encodings read differently. */
function tellingLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let at = 0; at <= bytes.length && lines.length < 2; at++) {
    if (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) continue;
    const line = bytes.subarray(start, at);
    if (line.some((byte) => byte > 0x7f)) lines.push(line);
    start = at + 1;
  }
  return lines;
}

/** The readings that differ, as many as a message can show; readable ones first. */
function different(readings: readonly Reading[]): Reading[] {
  const shown: Reading[] = [];
  for (const reading of readings.toSorted(
    (a, b) => Number(b.candidate.isReadable) - Number(a.candidate.isReadable),
  ))
    if (shown.length < 4 && !shown.some((other) => isSameText(other, reading))) shown.push(reading);
  return shown;
}
