/** The contents of a manifest: one delivery of one billing period. */
export interface Manifest {
  /** Which delivery: legacy CUR calls it assembly, Data Exports execution. */
  readonly id: string;
  /** `2026-09`, if the manifest contains it. */
  readonly period: string | null;
  /** Keys within the bucket. */
  readonly keys: readonly string[];
}

/** Whether a file is a manifest of AWS, by its name, `shop-Manifest.json`: other tools write `manifest.json`. */
export function isManifest(path: string): boolean {
  return /-manifest\.json$/i.test(path);
}

/**
 * Reads a manifest of legacy CUR (`assemblyId`, `reportKeys`) or of Data Exports (`dataFiles`, whole S3 addresses).
 * Data Exports user guide, "Understanding export delivery"; CUR user guide, "Understanding your report versions".
 *
 * Returns the reason as a text if it is not one: it is being written, or truncated.
 */
export function parseManifest(text: string): Manifest | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return text.trim() === '' ? 'the manifest is empty' : 'the manifest is not JSON: it is truncated';
  }
  if (typeof json !== 'object' || json === null) return 'the manifest is not a JSON object';
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

/** The part of a path that names its billing period; `null`: none. */
export interface PeriodInPath {
  /** `2026-09` */
  readonly period: string;
  /** The path before it, without the `data` or `metadata` folder and without a trailing slash. */
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
