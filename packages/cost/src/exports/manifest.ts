/** What a manifest says of one delivery of one billing period. */
export interface Manifest {
  /** Which delivery: legacy CUR calls it assembly, Data Exports execution. */
  readonly id: string;
  /** `2026-09`, where the manifest tells it. */
  readonly period: string | null;
  /** Keys within the bucket. */
  readonly keys: readonly string[];
}

/** Whether a file is a manifest of AWS, by its name: `shop-Manifest.json`. Other tools write `manifest.json`. */
export function isManifest(path: string): boolean {
  return /-manifest\.json$/i.test(path);
}

/**
 * Reads a manifest of legacy CUR (`assemblyId`, `reportKeys`) or of Data Exports (`dataFiles`, whole S3 addresses).
 * Data Exports user guide, "Understanding export delivery"; CUR user guide, "Understanding your report versions".
 *
 * Returns the reason as a text where it can't be one: it is being written, or was cut off.
 */
export function parseManifest(text: string): Manifest | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return text.trim() === '' ? 'the manifest is empty' : 'the manifest is no JSON: it was cut off';
  }
  if (typeof json !== 'object' || json === null) return 'the manifest is no JSON object';
  const { assemblyId, executionId, reportKeys, dataFiles, billingPeriod } = json as Record<string, unknown>;
  const keys = reportKeys ?? dataFiles;
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'string'))
    return 'the manifest has neither reportKeys nor dataFiles';
  if (keys.length === 0) return 'the manifest names no files';
  const id = assemblyId ?? executionId;
  return {
    id: typeof id === 'string' ? id : keys.join('\n'),
    period: periodOfJson(billingPeriod),
    keys: keys.map((key) => key.replace(/^s3:\/\/[^/]+\//, '').replace(/^\/+/, '')),
  };
}

/** Legacy CUR: `{ "start": "20260901T000000.000Z" }`. */
function periodOfJson(billingPeriod: unknown): string | null {
  const start =
    typeof billingPeriod === 'object' && billingPeriod !== null
      ? (billingPeriod as { start?: unknown }).start
      : billingPeriod;
  const match = /^(\d{4})-?(\d{2})/.exec(typeof start === 'string' ? start : '');
  return match === null ? null : `${match[1]}-${match[2]}`;
}

/** Where a path says of which billing period it is; null: nowhere. */
export interface PeriodInPath {
  /** `2026-09` */
  readonly period: string;
  /** What stands before it, without the folder that tells data from metadata; without a slash at its end. */
  readonly root: string;
  /** From the folder of the period on. */
  readonly rest: string;
}

const periodFolders = [
  /(?:^|\/)(?:(?:data|metadata)\/)?(billing_period=(\d{4})-(\d{2})\/.*)$/i,
  /(?:^|\/)((\d{4})(\d{2})01-\d{8}\/.*)$/,
  /(?:^|\/)(year=(\d{4})\/month=(\d{1,2})\/.*)$/i,
];

export function periodInPath(path: string): PeriodInPath | null {
  for (const folder of periodFolders) {
    const match = folder.exec(path);
    if (match === null) continue;
    const [, rest, year, month] = match;
    return { period: `${year}-${month!.padStart(2, '0')}`, root: path.slice(0, match.index), rest: rest! };
  }
  return null;
}
