import type { LocalAws, LocalOptions } from '@groundcrew/local';
import type { Change, Field } from '@groundcrew/plan';
import type { TaggedResource } from '@groundcrew/tags/model';
import type { AccountClients } from '@groundcrew/collect/account-clients';
import type { Random } from '../random.ts';
import { ACCOUNT_ID } from './draw-account.ts';
import type { Interference } from './scenario.ts';

/** Another user who changes tags, without faults. */
export interface ConcurrentEditor {
  /** The last value that they set of a tag, by {@link fieldOf}; `null`: removed. */
  readonly edits: ReadonlyMap<string, string | null>;
  interfere(meddling: Interference, planned: readonly Change[]): Promise<void>;
  /** Changes one of these tags. */
  act(fields: readonly Field[], planned: readonly Change[]): Promise<void>;
  /** Treats their changes so far as the initial state. */
  forget(): void;
}

export interface ConcurrentEditorOptions {
  readonly local: LocalAws;
  readonly resources: readonly TaggedResource[];
  readonly clientsFor: (accountId: string, region: string) => Pick<AccountClients, 'tagging'>;
  readonly random: Random;
  /** The faults that are active again afterwards. */
  readonly faults: () => LocalOptions['faults'];
  readonly printLine: (line: string) => void;
}

/** One tag of one resource. */
export const fieldOf = (arn: string, key: string): string => `${arn} ${JSON.stringify(key)}`;

export function createConcurrentEditor({
  local,
  resources,
  clientsFor,
  random,
  faults,
  printLine,
}: ConcurrentEditorOptions): ConcurrentEditor {
  const edits = new Map<string, string | null>();
  /** Tags whose absence is found or caused by a plan: their removal by another user could not be detected. */
  const ambiguous = new Set<string>();
  let count = 0;

  function note(planned: readonly Change[]): void {
    for (const { target, field, before, after } of planned) {
      if (before === null || after === null) ambiguous.add(fieldOf(target.resource, field));
    }
  }

  async function change({ arn, region }: Pick<TaggedResource, 'arn' | 'region'>, key: string) {
    const mayRemove = Object.hasOwn(local.tagsOf(arn), key) && !ambiguous.has(fieldOf(arn, key));
    const value = mayRemove && random.chance(0.4) ? null : `others-${++count}`;
    local.setFaults(undefined);
    try {
      const { tagging } = clientsFor(ACCOUNT_ID, region);
      if (value === null) await tagging.untagResources([arn], [key]);
      else await tagging.tagResources([arn], { [key]: value });
    } catch {
      // They may not, in a region where nobody may.
    } finally {
      // From another seed: otherwise the same faults would occur in the same order again.
      const { seed = 1, ...rest } = faults() ?? {};
      local.setFaults({ ...rest, seed: seed + ++count });
    }
    const now = local.tagsOf(arn)[key] ?? null;
    if (now !== value) return;
    edits.set(fieldOf(arn, key), value);
    printLine(`  another user sets ${fieldOf(arn, key)} to ${JSON.stringify(value)}`);
  }

  async function act(fields: readonly Field[], planned: readonly Change[]): Promise<void> {
    if (fields.length === 0) return;
    note(planned);
    const { target, field } = random.pick(fields);
    await change({ arn: target.resource, region: target.region }, field);
  }

  return {
    edits,
    act,
    async interfere({ changes, isAimed }, planned) {
      note(planned);
      for (let left = changes; left > 0; left--) {
        if (isAimed) await act(preconditionFields(planned, local, random), planned);
        else if (resources.length > 0) await changeAny(planned);
      }
    },
    forget: () => edits.clear(),
  };

  /** A tag that the plan does not change; it may be a precondition. */
  async function changeAny(planned: readonly Change[]): Promise<void> {
    const resource = random.pick(resources);
    const key = random.pick(['Note', 'Stage 2', 'Project', 'Owner']);
    if (planned.some(({ target, field }) => target.resource === resource.arn && field === key)) return;
    await change(resource, key);
  }
}

/**
 * What a plan changes; mostly only the preconditions of its changes, if there are any, especially if a process has
 * died
 * between the two: the changes should then not be made.
 */
function preconditionFields(planned: readonly Change[], local: LocalAws, random: Random): readonly Field[] {
  if (random.chance(0.3)) return planned;
  const byId = new Map(planned.map((change) => [change.id, change]));
  const isMade = ({ target, field, after }: Change) =>
    (local.tagsOf(target.resource)[field] ?? null) === after;
  const open = planned.filter((change) => !isMade(change));
  const required = open.flatMap(({ requires = [] }) => requires.map((id) => byId.get(id)!));
  const half = required.filter(isMade);
  if (half.length > 0) return half;
  const held = planned.flatMap(({ id, target, holds = [] }) =>
    holds.map(({ field }) => ({ id, target, field })),
  );
  return required.length + held.length > 0 ? [...required, ...held] : planned;
}
