import type { Message } from '@groundcrew/aws/sns';
import { type AlertStyle, type Digest, toDigests, toMessage } from './alert-message.ts';
import type { AlertEntry, Claim, DigestClaim } from './alert-store.ts';
import type { Alert } from './decide-alerts.ts';

/** One message to send, and what is final once it is sent. */
export interface PlannedMessage {
  readonly message: Message;
  /** Of this event; a digest that is sent again may have members in other events. */
  readonly alerts: readonly Alert[];
  readonly isDigest: boolean;
  /** Stored when it is sent. */
  readonly receipt: Claim | DigestClaim;
}

export interface MessagePlan {
  /** In the order of their first alert's record. */
  readonly messages: readonly PlannedMessage[];
  /** To be stored before anything is sent, and before {@link digests}. */
  readonly claims: readonly Claim[];
  readonly digests: readonly DigestClaim[];
  /** Alerts that were sent before. */
  readonly repeated: number;
}

export interface MessageSettings {
  /** More new alerts than this are combined into digests. */
  readonly digestAbove: number;
  readonly fifo: boolean;
  readonly maxDigestBytes: number;
  /** Default: {@link defaultAlertStyle}. */
  readonly style?: AlertStyle;
}

/** The digests that claims refer to: they have to be read before {@link planMessages}. */
export function digestsNamedBy(claims: Iterable<AlertEntry>): readonly string[] {
  return [...new Set([...claims].flatMap((entry) => (entry.type === 'claim' && entry.digest) || []))];
}

/**
 * Turns alerts into messages. An alert that was claimed before is sent as claimed then, whatever the number of
 * alerts
 * now: a message that may have been sent already must not be sent again in another form.
 */
export function planMessages(
  alerts: readonly Alert[],
  found: ReadonlyMap<string, AlertEntry>,
  settings: MessageSettings,
): MessagePlan {
  const unclaimed: Alert[] = [];
  const single: Alert[] = [];
  const claimedDigests = new Map<string, Alert[]>();
  const voided = new Set<string>();
  let repeated = 0;
  for (const alert of alerts) {
    const claim = found.get(alert.dedupeKey);
    if (claim?.type !== 'claim') {
      unclaimed.push(alert);
    } else if (claim.digest === undefined) {
      if (claim.sent) repeated += 1;
      else single.push(alert);
    } else {
      const digest = found.get(claim.digest);
      if (digest?.type !== 'digest') unclaimed.push(alert);
      else if (digest.isVoid) {
        unclaimed.push(alert);
        voided.add(digest.key);
      } else if (digest.sent) repeated += 1;
      else claimedDigests.set(digest.key, [...(claimedDigests.get(digest.key) ?? []), alert]);
    }
  }
  const newDigests =
    unclaimed.length > settings.digestAbove
      ? toDigests(unclaimed, settings.fifo, settings.maxDigestBytes, settings.style, [...voided].sort())
      : [];
  const digests = newDigests.filter(({ members }) => members.length > 1);
  const newSingles =
    newDigests.length === 0
      ? unclaimed
      : newDigests.flatMap(({ members }) => (members.length === 1 ? members : []));
  single.push(...newSingles);

  const messages: PlannedMessage[] = [
    ...single.map((alert) => plannedAlert(alert, settings)),
    ...digests.map((digest) => plannedDigest(digest.dedupeKey, digest.message, digest.members)),
    ...[...claimedDigests].map(([key, members]) =>
      plannedDigest(key, storedMessage(found.get(key)), members),
    ),
  ];
  return {
    messages: messages.sort((a, b) => a.alerts[0]!.index - b.alerts[0]!.index),
    claims: claimsOf(newSingles, digests),
    digests: digests.map(({ dedupeKey, message }) => ({
      type: 'digest',
      key: dedupeKey,
      sent: false,
      message: JSON.stringify(message),
    })),
    repeated,
  };
}

function plannedAlert(alert: Alert, { fifo, style }: MessageSettings): PlannedMessage {
  const receipt: Claim = { type: 'claim', key: alert.dedupeKey, sent: true };
  return { message: toMessage(alert, fifo, style), alerts: [alert], isDigest: false, receipt };
}

function plannedDigest(key: string, message: Message, alerts: readonly Alert[]): PlannedMessage {
  return { message, alerts, isDigest: true, receipt: { type: 'digest', key, sent: true } };
}

function storedMessage(entry: AlertEntry | undefined): Message {
  return JSON.parse((entry as DigestClaim).message ?? '') as Message;
}

function claimsOf(newSingles: readonly Alert[], digests: readonly Digest[]): Claim[] {
  return [
    ...newSingles.map(({ dedupeKey }): Claim => ({ type: 'claim', key: dedupeKey, sent: false })),
    ...digests.flatMap(({ dedupeKey: digest, members }) =>
      members.map(({ dedupeKey }): Claim => ({ type: 'claim', key: dedupeKey, sent: false, digest })),
    ),
  ];
}
