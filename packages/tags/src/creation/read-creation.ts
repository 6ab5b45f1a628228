import { readApiCall } from './api-call.ts';
import { type CreatedResource, createdResources } from './created-resources.ts';
import { madeByOf } from './made-by.ts';

/** What a call made, who made it, and when. */
export interface Creation {
  /** `RunInstances` */
  readonly eventName: string;
  readonly eventId: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** As far as CloudTrail records them: without the volumes of instances. */
  readonly resources: readonly CreatedResource[];
  /** A valid tag value. */
  readonly madeBy: string;
  /** ISO 8601, in UTC. */
  readonly madeAt: string;
}

/** Why an event needs no action. */
export interface Ignored {
  readonly ignored: string;
}

/** Reads an event of EventBridge: an API call that CloudTrail recorded. */
export function readCreation(event: unknown): Creation | Ignored {
  const call = readApiCall(event);
  if (call === undefined) return { ignored: 'it is not an API call that CloudTrail recorded' };
  const { eventName, eventId, eventTime, accountId, region, errorCode } = call;
  if (errorCode !== undefined) {
    const isRehearsal = errorCode === 'Client.DryRunOperation';
    return { ignored: `${eventName} ${isRehearsal ? 'was a dry run' : `failed: ${errorCode}`}` };
  }
  const resources = createdResources(call);
  if (resources === undefined)
    return { ignored: `${eventName} of ${call.eventSource} makes nothing that is tagged here` };
  if (resources.length === 0) return { ignored: `${eventName} does not contain what it created` };
  return {
    eventName,
    eventId,
    accountId,
    region,
    resources,
    madeBy: madeByOf(call.userIdentity),
    madeAt: eventTime,
  };
}
