import type { NetworkModel } from '../../model/index.ts';
import type { Reason } from '../walk-types.ts';

/** An end that has no packets: why. */
export interface Nothing {
  readonly status: 'blocked' | 'unknown';
  readonly reason: Reason;
}

/** An end without interfaces. */
export function emptyEnd(model: NetworkModel, label: string): Nothing {
  const isKnown = [...model.scopes.values()].every(({ parts }) => parts.has('network-interfaces'));
  return isKnown
    ? { status: 'blocked', reason: { kind: 'no-address', what: label } }
    : { status: 'unknown', reason: { kind: 'not-collected', part: 'network-interfaces', of: label } };
}

/** An address that no interface has. */
export function noInterface(model: NetworkModel, vpc: string, label: string): Nothing {
  return model.isCollected(model.vpcs.get(vpc), 'network-interfaces')
    ? { status: 'blocked', reason: { kind: 'no-interface', vpc } }
    : { status: 'unknown', reason: { kind: 'not-collected', part: 'network-interfaces', of: label } };
}

/** A name that leads nowhere. */
export function endOf(reason: Reason): Nothing {
  return { status: reason.kind === 'no-name' ? 'blocked' : 'unknown', reason };
}
