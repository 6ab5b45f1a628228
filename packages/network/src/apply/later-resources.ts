import { GroundcrewError } from '@groundcrew/errors';
import { NETWORK_TAG } from '../addresses/index.ts';
import { type ItemKind, kindRules } from '../desired/index.ts';
import { endpointsOf, groupsOf, natGatewaysOf, routeTablesOf, subnetsOf } from './ec2-look-ups.ts';
import type { LookUp } from './network-calls.ts';
import { fromList } from './tags.ts';

interface Tagged {
  readonly id: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

type Tags = Parameters<typeof fromList>[0];

const tagged = (id: string | undefined, tags: Tags): Tagged => ({ id, tags: fromList(tags) });

const GONE = /^(?:delet|failed)/i;

/** Of the kinds whose resources are in a VPC and have tags. */
const listOf: Partial<Record<ItemKind, (look: LookUp, vpc: string) => Promise<readonly Tagged[]>>> = {
  subnet: async (look, vpc) =>
    (await subnetsOf(look, vpc)).map(({ SubnetId, Tags }) => tagged(SubnetId, Tags)),
  'route-table': async (look, vpc) =>
    (await routeTablesOf(look, vpc)).map(({ RouteTableId, Tags }) => tagged(RouteTableId, Tags)),
  group: async (look, vpc) => (await groupsOf(look, vpc)).map(({ GroupId, Tags }) => tagged(GroupId, Tags)),
  'nat-gateway': async (look, vpc) =>
    (await natGatewaysOf(look, vpc))
      .filter(({ State }) => !GONE.test(State ?? ''))
      .map(({ NatGatewayId, Tags }) => tagged(NatGatewayId, Tags)),
  endpoint: async (look, vpc) =>
    (await endpointsOf(look, vpc))
      .filter(({ State }) => !GONE.test(State ?? ''))
      .map(({ VpcEndpointId, Tags }) => tagged(VpcEndpointId, Tags)),
};

/**
 * Resources of the network in its VPC whose ids an apply does not know, for people: a later apply made them. Asked are the
 * kinds that the apply itself had, so that an undo needs no further permission.
 */
export async function laterResources(look: LookUp, kinds: ReadonlySet<ItemKind>): Promise<readonly string[]> {
  const vpc = look.ids.get('vpc');
  if (vpc === undefined) return [];
  const known = new Set(look.ids.values());
  const found: string[] = [];
  for (const [kind, list] of Object.entries(listOf) as [ItemKind, (typeof listOf)['subnet'] & {}][]) {
    if (!kinds.has(kind)) continue;
    for (const { id, tags } of await list(look, vpc)) {
      if (id === undefined || known.has(id) || tags[NETWORK_TAG] !== look.network) continue;
      found.push(`${kindRules[kind].title} ${tags['Name'] ?? id} (${id})`);
    }
  }
  return found;
}

/** As many as a line names. */
const MAX_NAMED = 10;

const namesOf = (resources: readonly string[]): string =>
  [
    ...resources.slice(0, MAX_NAMED),
    ...(resources.length > MAX_NAMED ? [`and ${resources.length - MAX_NAMED} more`] : []),
  ].join(', ');

/** What is shown of later resources before an undo. */
export function laterNote(later: readonly string[]): string {
  return `It would be refused: ${namesOf(later)} of the network not made by this apply. Undo the later applies first, or apply a file without it.`;
}

/** What a later apply made stands on what this one would take away. @throws GroundcrewError `network.undo.grown` */
export function refuseLaterResources(later: readonly string[]): void {
  if (later.length === 0) return;
  throw new GroundcrewError(
    'network.undo.grown',
    `the network has grown since: ${namesOf(later)} not made by this apply; nothing was changed; undo the later applies first, the last one before the others, or apply a file without it`,
    { details: { resources: later } },
  );
}
