import { planAddresses } from '../addresses/index.ts';
import type { Item } from '../desired/item.ts';
import { type NetworkState, vpcOf } from '../desired/network-state.ts';
import { wantedItems } from '../desired/wanted-items.ts';
import type { NetworkFile } from '../file/index.ts';
import type { NetworkAnswer } from '../saved/answer.ts';
import { listsOf } from './lists.ts';
import { readAround } from './read-around.ts';
import { readBalancers } from './read-balancers.ts';
import { readGateways, readNat } from './read-gateways.ts';
import { readGroups, readRules, type UntaggedRule } from './read-groups.ts';
import { readRecords } from './read-records.ts';
import { readEndpoints, readRoutes } from './read-routes.ts';
import { readSubnets, readVpc } from './read-vpc.ts';
import { createReading } from './reading.ts';

/**
 * What there is of a network in its account and region, by answers of AWS as the AWS CLI prints them. What has the ownership
 * tag is of it, and so is what belongs to that and has none: ranges, routes, listeners, records. In which zones
 * there are no NAT gateways, and the quotas of the account, are not in the answers.
 *
 * @throws GroundcrewError `network.account.unknown`: an answer is missing that it depends on; `network.account.ambiguous`:
 * two resources are the same of the network, or one is not where it belongs; `network.saved.malformed`
 */
export function readNetworkState(answers: readonly NetworkAnswer[], file: NetworkFile): NetworkState {
  const reading = createReading(file, listsOf(answers, file));
  const vpc = readVpc(reading);
  readSubnets(reading, vpc);
  readGateways(reading, vpc);
  readNat(reading);
  readRoutes(reading);
  readEndpoints(reading, vpc);
  readGroups(reading, vpc);
  const untagged = readRules(reading, vpc);
  readRecords(reading, readBalancers(reading));
  const state: NetworkState = {
    items: withKnownRefs(reading.items),
    foreign: [...reading.foreign].toSorted(),
    ...(reading.strangeTags.size > 0 && { strangeTags: Object.fromEntries(reading.strangeTags) }),
    ...readAround(reading, vpc),
  };
  return untagged.length > 0 ? withoutStrangersRules(state, file, untagged) : state;
}

/** A rule that somebody else made is of the network if the file wants the same; else it stays, and is named. */
function withoutStrangersRules(
  state: NetworkState,
  file: NetworkFile,
  untagged: readonly UntaggedRule[],
): NetworkState {
  const vpc = vpcOf(state);
  const plan = planAddresses(file, { ...(vpc && { vpc }), others: state.others ?? [] });
  const wanted = wantedItems(file, plan, state);
  const strange = untagged.filter(({ key }) => key === undefined || !wanted.has(key));
  const keys = new Set(strange.map(({ key }) => key));
  return {
    ...state,
    items: new Map([...state.items].filter(([key]) => !keys.has(key))),
    strangeRules: strange.map(({ what }) => what).toSorted(),
  };
}

/** Without references to what is not there, such as the attachment of a gateway that somebody detached. */
function withKnownRefs(items: ReadonlyMap<string, Item>): ReadonlyMap<string, Item> {
  return new Map(
    [...items].map(([key, item]) => {
      const refs = Object.entries(item.refs).flatMap(([by, ref]) => {
        const known = [ref].flat().filter((each) => items.has(each));
        if (Array.isArray(ref)) return [[by, known] as const];
        return known.length > 0 ? [[by, ref] as const] : [];
      });
      return [key, { ...item, refs: Object.fromEntries(refs) }];
    }),
  );
}
