import { GroundcrewError } from '@groundcrew/errors';
import type { NoticeKind } from './notices.ts';

/** A notice that is given by itself. */
export interface PlannedNotice {
  readonly kind: NoticeKind;
  /** After the start of the server. */
  readonly afterMs: number;
}

const kinds: readonly NoticeKind[] = ['spot', 'rebalance', 'maintenance', 'auto-scaling'];
const MAX_SECONDS = 86_400;

/**
 * Reads notices and the seconds after which they are given: `spot=120,rebalance=10`.
 *
 * @throws GroundcrewError `local.imds-notice.unknown`, `local.imds-notice.value`
 */
export function parseImdsNotices(text: string): readonly PlannedNotice[] {
  const parts = text.split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '').map(parseNotice);
}

function parseNotice(part: string): PlannedNotice {
  const [word = '', seconds = ''] = part.split('=', 2).map((piece) => piece.trim());
  const kind = kinds.find((name) => name === word);
  if (!kind) {
    throw new GroundcrewError(
      'local.imds-notice.unknown',
      `"${word}" is not a notice of the metadata service; there are ${kinds.join(', ')}`,
    );
  }
  if (!/^\d*\.?\d+$/.test(seconds) || Number(seconds) > MAX_SECONDS) {
    throw new GroundcrewError(
      'local.imds-notice.value',
      `the notice "${part}" needs the seconds after which it is given, up to ${MAX_SECONDS}: ${kind}=60`,
    );
  }
  return { kind, afterMs: Number(seconds) * 1000 };
}
