import type { MaintenanceEvent, Rebalance, SpotAction } from '../instance.ts';
import { unreadableError } from './errors.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The instance identity document, without unused fields (EC2 user guide, "Instance identity documents"). */
export interface IdentityDocument {
  readonly instanceId: string;
  readonly region: string;
  readonly instanceType: string;
  readonly accountId: string | null;
  readonly availabilityZone: string | null;
  readonly imageId: string | null;
  readonly privateIp: string | null;
  /** ISO 8601, UTC: when the instance was last started. */
  readonly pendingTime: string | null;
}

/** @throws GroundcrewError `fleet.metadata.unreadable` */
export function parseIdentity(path: string, text: string): IdentityDocument {
  const fields = parseObject(path, text);
  const maybe = (key: string) => (typeof fields[key] === 'string' ? fields[key] : null);
  const needed = (key: string) => maybe(key) ?? refuse(path, text);
  const pendingTime = maybe('pendingTime');
  return {
    instanceId: needed('instanceId'),
    region: needed('region'),
    instanceType: needed('instanceType'),
    accountId: maybe('accountId'),
    availabilityZone: maybe('availabilityZone'),
    imageId: maybe('imageId'),
    privateIp: maybe('privateIp'),
    pendingTime: pendingTime === null ? null : toIso(path, text, pendingTime),
  };
}

/** ARN of the profile in `iam/info`. @throws GroundcrewError `fleet.metadata.unreadable` */
export function parseProfileArn(path: string, text: string): string | null {
  const { InstanceProfileArn } = parseObject(path, text);
  return typeof InstanceProfileArn === 'string' ? InstanceProfileArn : null;
}

/** @throws GroundcrewError `fleet.metadata.unreadable` */
export function parseSpotAction(path: string, text: string): SpotAction {
  const { action, time } = parseObject(path, text);
  if (action !== 'terminate' && action !== 'stop' && action !== 'hibernate') return refuse(path, text);
  return { action, time: toIso(path, text, time) };
}

/** @throws GroundcrewError `fleet.metadata.unreadable` */
export function parseRebalance(path: string, text: string): Rebalance {
  return { noticeTime: toIso(path, text, parseObject(path, text).noticeTime) };
}

/** @throws GroundcrewError `fleet.metadata.unreadable` */
export function parseMaintenance(path: string, text: string): MaintenanceEvent[] {
  const events = parseJson(path, text);
  if (!Array.isArray(events)) return refuse(path, text);
  return events.map((event: unknown) => {
    if (!isFields(event)) return refuse(path, text);
    const { EventId, Code, State, Description, NotBefore, NotAfter, NotBeforeDeadline } = event;
    if (typeof EventId !== 'string' || typeof Code !== 'string') return refuse(path, text);
    const maybeTime = (time: unknown) => (time ? toIso(path, text, time) : null);
    return {
      eventId: EventId,
      code: Code,
      // A scheduled event is active by default.
      state: State === 'completed' || State === 'canceled' ? State : 'active',
      description: typeof Description === 'string' ? Description : '',
      notBefore: toIso(path, text, NotBefore),
      notAfter: maybeTime(NotAfter),
      notBeforeDeadline: maybeTime(NotBeforeDeadline),
    };
  });
}

function parseObject(path: string, text: string): Fields {
  const value = parseJson(path, text);
  return isFields(value) ? value : refuse(path, text);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadableError(path, text, error);
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The service writes ISO 8601 in most places, and `21 Jan 2019 09:00:43 GMT` in scheduled events. */
function toIso(path: string, text: string, time: unknown): string {
  const ms = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(ms) ? refuse(path, text) : new Date(ms).toISOString();
}

function refuse(path: string, text: string): never {
  throw unreadableError(path, text);
}
