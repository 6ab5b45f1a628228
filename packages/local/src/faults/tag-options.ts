import { GroundcrewError } from '@groundcrew/errors';

/** The tag faults to inject, and their rates. */
export interface TagFaultOptions {
  /** Calls that see tags as they were `forMs` ago (default: 2,000; maximum: 60,000). */
  readonly staleTags?: { readonly chance: number; readonly forMs?: number };
  /**
   * Resources of a TagResources or UntagResources that are not tagged but returned in its FailedResourcesMap, with
   * this code; default: `InternalServiceException`.
   */
  readonly failTagResources?: { readonly chance: number; readonly code?: string };
  /**
   * Resources whose tag changes are denied, by type or ARN; `*` matches any characters, `?` one:
   * `ec2:volume`, `arn:aws:s3:::shop-*`.
   */
  readonly denyTagging?: readonly string[];
}

const MAX_STALE_MS = 60_000;

/** Their command-line form: `staleTags=0.3,staleTagsMs=2000,failTagResources=0.1,denyTagging=ec2:volume`. */
const readers: Readonly<
  Record<string, (faults: TagFaultOptions, value: string) => TagFaultOptions | undefined>
> = {
  staleTags: (faults, value) =>
    isNumber(value) ? { ...faults, staleTags: { ...faults.staleTags, chance: Number(value) } } : undefined,
  staleTagsMs: (faults, value) =>
    isNumber(value)
      ? { ...faults, staleTags: { chance: 0, ...faults.staleTags, forMs: Number(value) } }
      : undefined,
  failTagResources: (faults, value) =>
    isNumber(value)
      ? { ...faults, failTagResources: { ...faults.failTagResources, chance: Number(value) } }
      : undefined,
  failTagResourcesCode: (faults, value) =>
    isCode(value)
      ? { ...faults, failTagResources: { chance: 0, ...faults.failTagResources, code: value } }
      : undefined,
  denyTagging: (faults, value) => ({ ...faults, denyTagging: [...(faults.denyTagging ?? []), value] }),
};

/** The names of tag faults on the command line; `denyTagging` may be repeated. */
export const tagFaultNames: readonly string[] = Object.keys(readers);

/**
 * Adds one fault from the command line.
 *
 * @throws GroundcrewError `local.faults.value`
 */
export function withTagFault(faults: TagFaultOptions, name: string, value: string): TagFaultOptions {
  const next = value === '' ? undefined : readers[name]!(faults, value);
  if (next) return next;
  throw invalidFault(name, `${name}=${value}`, expectedFormats[name]!);
}

/** @throws GroundcrewError `local.faults.value` */
export function checkTagFaults({ staleTags, failTagResources, denyTagging }: TagFaultOptions): void {
  checkRate('staleTags', staleTags?.chance);
  checkRate('failTagResources', failTagResources?.chance);
  const { forMs } = staleTags ?? {};
  if (forMs !== undefined && !(forMs >= 0 && forMs <= MAX_STALE_MS)) {
    throw invalidFault('staleTagsMs', `staleTagsMs=${forMs}`, expectedFormats.staleTagsMs!);
  }
  const { code } = failTagResources ?? {};
  if (code !== undefined && !isCode(code)) {
    throw invalidFault(
      'failTagResourcesCode',
      `failTagResourcesCode=${code}`,
      expectedFormats.failTagResourcesCode!,
    );
  }
  if (denyTagging?.includes(''))
    throw invalidFault('denyTagging', 'denyTagging=', expectedFormats.denyTagging!);
}

const expectedFormats: Readonly<Record<string, string>> = {
  staleTags: 'a rate from 0 to 1: staleTags=0.1',
  staleTagsMs: `a number from 0 to ${MAX_STALE_MS}: staleTagsMs=2000`,
  failTagResources: 'a rate from 0 to 1: failTagResources=0.1',
  failTagResourcesCode: 'the code of an error: failTagResourcesCode=InternalServiceException',
  denyTagging: 'a type or an ARN: denyTagging=ec2:volume',
};

function checkRate(name: string, rate: number | undefined): void {
  if (rate === undefined || (rate >= 0 && rate <= 1)) return;
  throw invalidFault(name, `${name}=${rate}`, expectedFormats[name]!);
}

function isNumber(value: string): boolean {
  return /^\d*\.?\d+$/.test(value);
}

function isCode(value: string): boolean {
  return /^[A-Z][A-Za-z.]{1,99}$/.test(value);
}

function invalidFault(name: string, written: string, wanted: string): GroundcrewError {
  return new GroundcrewError('local.faults.value', `the fault "${written}" needs ${wanted}`, {
    details: { fault: name },
  });
}
