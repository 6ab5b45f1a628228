import { GroundcrewError } from '@groundcrew/errors';
import { type Change, createPlan, type Json, type Plan } from '@groundcrew/plan';
import type { NetworkFile } from '../file/index.ts';
import { type Item, kindRules } from '../desired/index.ts';
import type { NetworkChange, NetworkPlan } from '../desired/network-change.ts';
import type { NetworkState } from '../desired/network-state.ts';

/** The kind of plans of networks. */
export const NETWORK_PLAN = 'network';

/** What a plan document is made of. */
export interface PlanDocumentOptions {
  readonly file: NetworkFile;
  /** Of the file's text, in hexadecimal: a plan is continued only with the same. */
  readonly fileSha256?: string;
  readonly plan: NetworkPlan;
  /** What the plan was made from. */
  readonly state: NetworkState;
  readonly account: { readonly id: string; readonly alias?: string };
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** That makes it again, for messages. */
  readonly command?: string;
}

/** A plan of a network as a plan that is applied, resumed and undone: each change refers to resources by their keys. */
export function planDocument(options: PlanDocumentOptions): Plan {
  const { file, fileSha256, plan, state, account, createdAt, command } = options;
  const target = (resource: string, label: string) => ({
    accountId: account.id,
    region: file.region,
    resource,
    label,
  });
  const ids = Object.fromEntries(
    [...state.items.values()].flatMap(({ key, kind }) => {
      // What refers to an attachment refers to its gateway.
      const id = state.items.get(kind === 'gateway-attachment' ? 'internet-gateway' : key)?.id;
      return id === undefined || id === '' ? [] : [[key, id]];
    }),
  );
  // Nothing is made before the VPC is seen to be the only one of its network.
  const vpc = plan.changes.find(({ action, key }) => action === 'create' && key === 'vpc');
  const needed = ({ id, action, requires }: NetworkChange): readonly string[] =>
    vpc && action === 'create' && id !== vpc.id && requires.length === 0 ? [vpc.id] : requires;
  return createPlan({
    kind: NETWORK_PLAN,
    createdAt,
    accounts: [account],
    scope: {
      examined: plan.kept.length + plan.changes.length,
      owner: file.name,
      file: file.file,
      ...(fileSha256 !== undefined && { fileSha256 }),
      interruptions: plan.interruptions,
      ids,
      ...(command !== undefined && { command }),
    },
    changes: plan.changes.map((change): Change => {
      const { before, after } = change;
      const requires = needed(change);
      const item = (after ?? before)!;
      return {
        id: change.id,
        target: target(before ? (before.id ?? before.key) : `new:${change.key}`, labelOf(item)),
        // A value and a reference may have one name.
        field: before && after ? [...new Set(change.fields)].join(', ') : 'exists',
        before: jsonOf(before),
        after: jsonOf(after),
        reason: reasonOf(change),
        ...(requires.length > 0 && { requires }),
      };
    }),
    findings: [],
  });
}

/** What people know it by: `NAT gateway shop-nat-apne2-az1`. */
export function labelOf({ kind, name }: Item): string {
  return `${kindRules[kind].title} ${name}`;
}

function jsonOf(item: Item | undefined): Json {
  if (!item) return null;
  const { id: _, ...rest } = item;
  return rest as unknown as Json;
}

/** Its interruption, which has to be named when the plan is applied. */
function reasonOf({ action, interrupts }: NetworkChange): string {
  const why = {
    create: 'the file wants it',
    update: 'the file wants it otherwise',
    remove: 'the file does not want it any more',
  }[action];
  return interrupts === undefined ? why : `${why}; interrupts ${interrupts}`;
}

/** What the changes of a plan interrupt, as its scope has it. */
export function interruptionsOf({ scope }: Plan): readonly string[] {
  const { interruptions } = scope;
  return Array.isArray(interruptions) ? interruptions.filter((each) => typeof each === 'string') : [];
}

/**
 * The name of the network of a plan, or of a journal.
 *
 * @throws GroundcrewError `network.apply.no-owner`: without it, what is made would be nobody's
 */
export function networkOf({ owner }: { readonly owner?: string }): string {
  if (owner !== undefined) return owner;
  throw new GroundcrewError(
    'network.apply.no-owner',
    'the plan does not name its network (scope.owner), so what it makes could not be marked as its own; make a new plan',
  );
}
