import type { InterfaceAddress } from '../../model/index.ts';
import type { Sender } from '../walk-types.ts';
import type { Walk } from './traveling.ts';

/** The private addresses that a sender has, with the public ones they are translated to. */
export function addressesOf(walk: Walk, sender: Sender): readonly InterfaceAddress[] {
  if (sender.isNat) return walk.model.natGateways.get(sender.id)?.addresses ?? [];
  return sender.interface?.addresses ?? [];
}
