import { type ListedVersion, listObjectVersions, type S3Client } from '@groundcrew/aws/s3';
import { GroundcrewError } from '@groundcrew/errors';
import type { BackfillEngine } from './backfill-engine.ts';
import { type BackfillChoice, type BackfillFiles, planBackfill } from './plan-backfill.ts';
import { type BackfillPlan, type Staging, stagingKeys } from './staging.ts';

/**
 * Lists what a backfill would read: each version of each object under the prefix.
 *
 * @throws GroundcrewError of the listing; `inventory.backfill.too-many-files`
 */
export async function listBackfillFiles(
  choice: BackfillChoice,
  {
    client,
    signal,
    onProgress,
  }: { client: S3Client; signal: AbortSignal; onProgress?: (versions: number) => void },
): Promise<BackfillFiles> {
  const versions: ListedVersion[] = [];
  for await (const page of listObjectVersions(client, choice, { signal })) {
    versions.push(...page);
    onProgress?.(versions.length);
  }
  return planBackfill(versions, choice);
}

export interface StartOptions {
  readonly name: string;
  readonly alerts: boolean;
  readonly concurrency: number;
  readonly nowMs: number;
}

/**
 * Stores the plan, then starts the state machine, which reads it. What is interrupted in between has started nothing.
 *
 * @throws GroundcrewError `inventory.backfill.no-files`; of the staging and the engine
 */
export async function startBackfill(
  choice: BackfillChoice,
  { files, sizeBytes, skipped, parts }: BackfillFiles,
  { name, alerts, concurrency, nowMs }: StartOptions,
  { staging, engine }: { staging: Staging; engine: Pick<BackfillEngine, 'start'> },
): Promise<BackfillPlan> {
  const { bucket, prefix, fileTime } = choice;
  checkFiles(choice, { files, skipped });
  const keys = stagingKeys(name);
  const plan: BackfillPlan = {
    version: 1,
    name,
    bucket,
    prefix,
    fileTime,
    parts,
    alerts,
    files: files.length,
    sizeBytes,
    skipped,
    createdAt: new Date(nowMs).toISOString(),
    concurrency,
  };
  await staging.putText(keys.files, files.map((file) => `${JSON.stringify(file)}\n`).join(''));
  await staging.putText(keys.plan, JSON.stringify(plan));
  await engine.start(name);
  return plan;
}

/**
 * Before it is started: whether there is anything to read.
 *
 * @throws GroundcrewError `inventory.backfill.no-files`
 */
export function checkFiles(
  choice: Pick<BackfillChoice, 'bucket' | 'prefix'>,
  { files, skipped }: Pick<BackfillFiles, 'files' | 'skipped'>,
): void {
  if (files.length === 0) throw noFiles(choice, skipped);
}

/** A name that sorts by time: `20261129-181920-k3f9`. */
export function newBackfillName(nowMs: number, random: () => number): string {
  const [date, time] = new Date(nowMs)
    .toISOString()
    .replace(/[-:]|\..*$/g, '')
    .split('T');
  return `${date}-${time}-${Math.floor(random() * 36 ** 4)
    .toString(36)
    .padStart(4, '0')}`;
}

function noFiles(
  { bucket, prefix }: Pick<BackfillChoice, 'bucket' | 'prefix'>,
  skipped: BackfillFiles['skipped'],
): GroundcrewError {
  const counts = Object.entries(skipped).filter(([, count]) => count > 0);
  const why =
    counts.length === 0
      ? 'nothing is stored there'
      : `left out: ${counts.map(([reason, count]) => `${count} ${reason}`).join(', ')}`;
  return new GroundcrewError(
    'inventory.backfill.no-files',
    `s3://${bucket}/${prefix} has no file to read (${why}); check the prefix, --since and --match`,
  );
}
