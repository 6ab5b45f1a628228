import { exportError } from './errors.ts';
import { type Manifest, type PeriodInPath, periodInPath } from './manifest.ts';

export interface ListedFile {
  /** With `/` between folders: a path, or an S3 address. */
  readonly path: string;
  readonly sizeBytes: number;
}

export interface ListedManifest {
  readonly path: string;
  /** The text is why it is none. */
  readonly manifest: Manifest | string;
}

/** Files that were delivered together, and count together. */
export interface Snapshot {
  readonly files: readonly ListedFile[];
  /** `2026-09`; null: only the rows tell. */
  readonly period: string | null;
}

export interface PickedSnapshots {
  readonly snapshots: readonly Snapshot[];
  readonly notes: readonly string[];
}

/**
 * Which files count: of each export and billing period the newest delivery that is whole. AWS writes the manifest last,
 * once all its files are there; it is the word on what belongs together. Files that no manifest speaks of are
 * taken as they are, those cut into numbered pieces together.
 *
 * @throws GroundcrewError `cost.exports.snapshot-incomplete` where a period has no whole delivery,
 * `cost.exports.snapshot-ambiguous` where nothing tells which is the newest
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
    notes.push(
      `${count} of other deliveries were left out, such as ${superseded[0]!.path}: no manifest names them`,
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
  /** Why it is not whole. */
  readonly incompleteReason?: string;
  /** AWS rewrites this manifest with each delivery: it speaks of the newest. */
  readonly current: boolean;
  /** The folder of a delivery, where its name begins with a time: sorts as the deliveries came. */
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
    const file = fileOf(key, common.root, folder, files);
    if (file === undefined) incompleteReason ??= `${key} is missing`;
    else if (file.sizeBytes === 0) incompleteReason ??= `${file.path} is empty`;
    if (file !== undefined) found.push(file);
  }
  return {
    ...common,
    id: manifest.id,
    files: found,
    ...(incompleteReason !== undefined && { incompleteReason }),
  };
}

/**
 * The file that a manifest names: keys are those of the bucket, and a copy of it may have another beginning. What
 * stands from the folder of the period on has to be the same; or the file lies beside its manifest.
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
  // The manifest of a delivery stands in two places with legacy CUR: once in its folder, once above.
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
      `the delivery of ${newest.period ?? 'a billing period'} in ${newest.path} is not whole: ${newest.incompleteReason!}; ` +
        'wait until AWS has written it, or copy all its files again',
      { manifest: newest.path, period: newest.period },
    );
  }
  if (!timed && (whole.length > 1 || (current === undefined && older.length > 1))) throw ambiguous(group);
  if (delivery === newest) return { delivery };
  return {
    delivery,
    note:
      `the newest delivery of ${newest.period ?? 'a billing period'} (${newest.path}) is not whole: ${newest.incompleteReason!}; ` +
      `the one before it counts (${delivery.path})`,
  };
}

function ambiguous(group: readonly Delivery[]): Error {
  const [first, second] = group;
  return exportError(
    'cost.exports.snapshot-ambiguous',
    `${first!.path} and ${second!.path} are both deliveries of ${first!.period ?? 'one billing period'}, and nothing ` +
      'tells which is the newer; copy the manifest above them too, or give the folder of one',
    { manifests: group.map(({ path }) => path) },
  );
}

function withoutManifest(file: ListedFile, { period }: PeriodInPath): Error {
  return exportError(
    'cost.exports.snapshot-incomplete',
    `${file.path} of ${period} has no manifest, though other months of the export have one: AWS writes it last; ` +
      'wait until the delivery is whole, or copy its manifest too',
    { file: file.path, period },
  );
}

/** AWS numbers the pieces of a delivery: `shop-00001.csv.gz`. */
const PART_NUMBER = /-(\d{5})(?=\.[^/]+$)/;

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
    // Numbers of some tools begin with 0.
    if (gap !== -1 && !numbers.every((number, at) => number === at)) {
      const name = sorted[gap]!.path.replace(PART_NUMBER, `-${String(gap + 1).padStart(5, '0')}`);
      throw incomplete(sorted[gap]!, `has pieces before it that are missing: ${name}`);
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
