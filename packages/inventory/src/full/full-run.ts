import type { FileSurvey } from '../duplicates/survey-file.ts';
import type { FileOrder } from '../order/file-order.ts';
import type { FullClaim } from '../order/full-claim.ts';
import type { ShelfFilter } from '../order/shelf-filter.ts';
import type { StockRow } from '../stock-file/types.ts';
import { type FullExport, type FullFacts, type FullFound, type FullPlan, planFull } from './full-export.ts';
import { guardVanished } from './guard.ts';
import { FullSweep, reportedStores } from './sweep.ts';

const MAX_KEPT_REPORTED = 10;

/** What one run of a load does because its file is a full export. */
export class FullRun {
  readonly #full: FullExport;
  readonly #plan: FullPlan;
  readonly #order: (() => FileOrder) | undefined;
  #sweep: FullSweep | undefined;
  #facts: FullFacts | undefined;

  /**
   * @param order the place of the file, where each item has the one of its file
   * @throws GroundcrewError `inventory.file.full-too-large`
   */
  constructor(full: FullExport, survey: FileSurvey, order: (() => FileOrder) | undefined) {
    this.#full = full;
    this.#plan = planFull(survey, full.settings.vanished);
    this.#order = order;
  }

  get claim(): FullClaim | undefined {
    return this.#plan.claim;
  }

  /** For the summary; once it was checked. */
  get facts(): FullFacts | undefined {
    return this.#facts;
  }

  /**
   * Finds what would vanish, before anything of the file is written. What was decided once holds for all runs of the load: half of
   * a file is never refused.
   *
   * @param known what an earlier run found
   * @returns what is to be stored before the first write; undefined if there is nothing new
   * @throws GroundcrewError `inventory.file.shelves-vanish` if that is too much
   */
  async check(
    newer: ShelfFilter | undefined,
    known: FullFound | undefined,
    signal: AbortSignal,
  ): Promise<FullFound | undefined> {
    const { settings, table, isConfirmed } = this.#full;
    const { claim, kept } = this.#plan;
    const keptStores = kept.length > 0 ? { kept: kept.slice(0, MAX_KEPT_REPORTED) } : {};
    const facts = { vanished: settings.vanished, ...keptStores };
    this.#facts = { ...facts, shelves: 0, stores: [], ...known };
    if (claim === undefined) return undefined;
    const sweep = new FullSweep({ ...this.#plan, claim }, newer, table, this.#order);
    const checks = await sweep.check(signal);
    this.#sweep = sweep;
    if (known !== undefined) return undefined;
    const found = reportedStores(checks);
    this.#facts = { ...facts, ...found };
    const problem = isConfirmed() ? undefined : guardVanished(checks, settings.maxVanishedPercent);
    if (problem !== undefined) throw problem;
    return found;
  }

  /** The shelves to set to 0 or to remove, as rows; undefined if there are none. */
  rows(signal: AbortSignal): AsyncGenerator<StockRow[], void, undefined> | undefined {
    return this.#sweep?.rows(signal);
  }
}
