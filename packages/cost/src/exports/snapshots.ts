import { exportError } from './errors.ts';
import { type Manifest, type PeriodInPath, periodInPath } from './manifest.ts';

export interface ListedFile {
  /** With `/` between folders: a path, or an S3 address. */
  readonly path: string;
  readonly sizeBytes: number;
}

export interface ListedManifest {
  readonly path: string;
  /** A text is the reason why it is not one. */
  readonly manifest: Manifest | string;
}

/** Files that were delivered together, and count together. */
export interface Snapshot {
  readonly files: readonly ListedFile[];
  /** `2026-09`; `null`: only the rows contain it. */
  readonly period: string | null;
}

export interface PickedSnapshots {
  readonly snapshots: readonly Snapshot[];
  readonly notes: readonly string[];
}

/**
 * The files that count: of each export and billing period the newest complete delivery. AWS writes the manifest last,
 * after all its files; it defines what belongs together. Files without a manifest are used unchanged, with numbered
 * parts together.
 *
 * @throws GroundcrewError `cost.exports.snapshot-incomplete` if a period has no complete delivery,
 * `cost.exports.snapshot-ambiguous` if the newest one can't be determined
 */
export function pickSnapshots(
  files: readonly ListedFile[],
  manifests: readonly ListedManifest[],
): PickedSnapshots {
  const deliveries = new Map<string, Delivery[]>();
  for (const listed of manifests) {
    const delivery = deliveryOf(listed, files);
    const group = JSON.stringify([delivery.root, delivery.period]);
    deliveries.set(group, [...(deliveries.get(group) ?? []), delivery]);
  }
  const snapshots: Snapshot[] = [];
  const notes: string[] = [];
  const named = new Set<ListedFile>();
  for (const delivery of [...deliveries.values()].flat()) for (const file of delivery.files) named.add(file);
  for (const group of deliveries.values()) {
    const { delivery, note } = newestComplete(group);
    snapshots.push({ files: delivery.files, period: delivery.period });
    if (note !== undefined) notes.push(note);
  }

  const roots = new Set([...deliveries.values()].map(([first]) => first!.root));
  const rest = files.filter((file) => !named.has(file));
  const superseded: ListedFile[] = [];
  const unlisted: ListedFile[] = [];
  for (const file of rest) {
    const place = periodInPath(file.path);
    const root = place === null ? undefined : [...roots].find((start) => isUnder(file.path, start));
    if (place === null || root === undefined) unlisted.push(file);
    else if (deliveries.has(JSON.stringify([root, place.period]))) superseded.push(file);
    else throw withoutManifest(file, place);
  }
  if (superseded.length > 0) {
    const count = superseded.length === 1 ? 'one file' : `${superseded.length} files`;
    const were = superseded.length === 1 ? 'was' : 'were';
    notes.push(
      `${count} of other deliveries ${were} left out, such as ${superseded[0]!.path}: no manifest names them`,
    );
  }
  return { snapshots: [...snapshots, ...snapshotsWithoutManifest(unlisted)], notes };
}

interface Delivery {
  readonly path: string;
  readonly id: string;
  readonly root: string;
  readonly period: string | null;
  readonly files: readonly ListedFile[];
  /** Why it is not complete. */
  readonly incompleteReason?: string;
  /** AWS rewrites this manifest with each delivery: it describes the newest. */
  readonly current: boolean;
  /** The folder of a delivery, if its name begins with a time: sorts in the order of the deliveries. */
  readonly time: string | null;
}

function deliveryOf({ path, manifest }: ListedManifest, files: readonly ListedFile[]): Delivery {
  const place = periodInPath(path);
  const folder = folderOf(path);
  const inner = place?.rest.split('/').slice(1, -1) ?? [];
  // `year=2026/month=9` is one folder more.
  const below = place?.rest.startsWith('year=') ? inner.slice(1) : inner;
  const common = {
    path,
    root: place?.root ?? folder,
    period: place?.period ?? (typeof manifest === 'string' ? null : manifest.period),
    current: below.length === 0,
    time: /^\d{4}-?\d{2}-?\d{2}T/.test(below[0] ?? '') ? below[0]! : null,
  };
  if (typeof manifest === 'string') return { ...common, id: path, files: [], incompleteReason: manifest };

  const found: ListedFile[] = [];
  let incompleteReason: string | undefined;
  for (const key of manifest.keys) {
    // A packed file that somebody has unpacked is the same.
    const unpacked = key.replace(/\.(?:zip|gz)$/i, '');
    const file = fileOf(key, common.root, folder, files) ?? fileOf(unpacked, common.root, folder, files);
    if (file === undefined) incompleteReason ??= `${key} is missing`;
    else if (file.sizeBytes === 0) incompleteReason ??= `${file.path} is empty`;
    if (file !== undefined && !found.includes(file)) found.push(file);
  }
  return {
    ...common,
    id: manifest.id,
    files: found,
    ...(incompleteReason !== undefined && { incompleteReason }),
  };
}

/**
 * The file that a manifest names: keys are those of the bucket, and a copy may have another prefix. The path from the
 * folder of the period on has to be the same, or the file is beside its manifest.
 */
function fileOf(
  key: string,
  root: string,
  folder: string,
  files: readonly ListedFile[],
): ListedFile | undefined {
  const place = periodInPath(key);
  if (place !== null) {
    const same = files.filter(
      (file) => isUnder(file.path, root) && periodInPath(file.path)?.rest === place.rest,
    );
    if (same.length === 1) return same[0];
    const longest = same.find((file) => file.path.endsWith(key));
    if (longest !== undefined) return longest;
  }
  const name = key.slice(key.lastIndexOf('/') + 1);
  return files.find((file) => file.path === (folder === '' ? name : `${folder}/${name}`));
}

function newestComplete(group: readonly Delivery[]): { delivery: Delivery; note?: string } {
  // Legacy CUR writes the manifest of a delivery twice: in its folder, and above.
  const current = group.find((delivery) => delivery.current);
  if (group.filter((delivery) => delivery.current).length > 1) throw ambiguous(group);
  const older = group.filter((delivery) => delivery !== current && delivery.id !== current?.id);
  if (current !== undefined && current.incompleteReason === undefined) return { delivery: current };

  const timed = older.every(({ time }) => time !== null);
  const ordered = timed ? older.toSorted((one, other) => (one.time! < other.time! ? 1 : -1)) : older;
  const whole = ordered.filter(({ incompleteReason: broken }) => broken === undefined);
  const newest = current ?? ordered[0]!;
  const [delivery] = whole;
  if (delivery === undefined) {
    throw exportError(
      'cost.exports.snapshot-incomplete',
      `the delivery of ${newest.period ?? 'a billing period'} in ${newest.path} is not complete: ${newest.incompleteReason!}; ` +
        'wait until AWS has written it, or copy all its files again',
      { manifest: newest.path, period: newest.period },
    );
  }
  if (!timed && (whole.length > 1 || (current === undefined && older.length > 1))) throw ambiguous(group);
  if (delivery === newest) return { delivery };
  return {
    delivery,
    note:
      `the newest delivery of ${newest.period ?? 'a billing period'} (${newest.path}) is not complete: ${newest.incompleteReason!}; ` +
      `the one before it is used (${delivery.path})`,
  };
}

function ambiguous(group: readonly Delivery[]): Error {
  const [first, second] = group;
  return exportError(
    'cost.exports.snapshot-ambiguous',
    `${first!.path} and ${second!.path} are both deliveries of ${first!.period ?? 'one billing period'}, and the ` +
      'newer one is unknown; copy the manifest above them too, or name the folder of one',
    { manifests: group.map(({ path }) => path) },
  );
}

function withoutManifest(file: ListedFile, { period }: PeriodInPath): Error {
  return exportError(
    'cost.exports.snapshot-incomplete',
    `${file.path} of ${period} has no manifest, though other months of the export have one: AWS writes it last; ` +
      'wait until the delivery is complete, or copy its manifest too',
    { file: file.path, period },
  );
}

/** AWS numbers the parts of a delivery: `shop-00001.csv.gz`. */
export const PART_NUMBER = /-(\d{5})(?=\.[^/]+$)/;

function snapshotsWithoutManifest(files: readonly ListedFile[]): Snapshot[] {
  const groups = new Map<string, ListedFile[]>();
  for (const file of files) {
    if (file.sizeBytes === 0) throw incomplete(file, 'is empty');
    const stem = file.path.replace(PART_NUMBER, '');
    groups.set(stem, [...(groups.get(stem) ?? []), file]);
  }
  return [...groups.values()].map((group) => {
    const sorted = group.toSorted((one, other) => (one.path < other.path ? -1 : 1));
    const numbers = sorted.map(({ path }) => Number(PART_NUMBER.exec(path)?.[1] ?? 1));
    const gap = numbers.findIndex((number, at) => number !== at + 1);
    // Some tools number from 0.
    if (gap !== -1 && !numbers.every((number, at) => number === at)) {
      const name = sorted[gap]!.path.replace(PART_NUMBER, `-${String(gap + 1).padStart(5, '0')}`);
      throw incomplete(sorted[gap]!, `has missing parts before it: ${name}`);
    }
    return { files: sorted, period: periodInPath(sorted[0]!.path)?.period ?? null };
  });
}

function incomplete(file: ListedFile, what: string): Error {
  return exportError(
    'cost.exports.snapshot-incomplete',
    `${file.path} ${what}; copy the whole export again`,
    { file: file.path },
  );
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function isUnder(path: string, root: string): boolean {
  return root === '' || path.startsWith(`${root}/`);
}
