import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { makeCharges } from './make-bill/charges.ts';
import { cur2Csv, legacyCurCsv } from './make-bill/cur.ts';
import { focusCsv } from './make-bill/focus.ts';

/** The generated bill of a small shop, as a FOCUS 1.0 export. */
export const billFile = fileURLToPath(new URL('../samples/cost/bill-focus-2026.csv.gz', import.meta.url));

/**
 * The period of the sample: a year, and the current month. It contains growth, weekends and a season, a GPU instance that
 * was forgotten from 12 to 14 August 2026 and refunded by half, fees on the first of the month, a credit that ends, a
 * savings plan, and many charges without a tag.
 */
export const billPeriod = { start: '2025-11-01', end: '2026-11-21', seed: 2026 } as const;

/** The same charges in each export format of AWS; sums agree to the last digit. */
export const billForms = { focus: focusCsv, 'legacy-cur': legacyCurCsv, cur2: cur2Csv } as const;

// Without a folder the sample of the repository is written; otherwise all formats are written to the folder.
if (import.meta.main) {
  const charges = makeCharges(billPeriod);
  const [folder] = process.argv.slice(2);
  const zipped = (text: string) => gzipSync(text, { level: 9 });
  if (folder === undefined) await writeFile(billFile, zipped(focusCsv(charges)));
  else {
    await mkdir(folder, { recursive: true });
    for (const [name, csvOf] of Object.entries(billForms))
      await writeFile(join(folder, `bill-${name}-2026.csv.gz`), zipped(csvOf(charges)));
  }
}
