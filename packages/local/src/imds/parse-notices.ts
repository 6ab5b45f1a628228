import { GroundcrewError } from '@groundcrew/errors';
import type { NoticeKind } from './notices.ts';

/** A scheduled notice. */
export interface PlannedNotice {
  readonly kind: NoticeKind;
  /** Delay after the start of the server. */
  readonly afterMs: number;
}

const kinds: readonly NoticeKind[] = ['spot', 'rebalance', 'maintenance', 'auto-scaling'];
const MAX_SECONDS = 86_400;

/**
 * Parses notices and their delays in seconds: `spot=120,rebalance=10`.
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
      `"${word}" is not a notice of the metadata service; supported: ${kinds.join(', ')}`,
    );
  }
  if (!/^\d*\.?\d+$/.test(seconds) || Number(seconds) > MAX_SECONDS) {
    throw new GroundcrewError(
      'local.imds-notice.value',
      `the notice "${part}" needs its delay in seconds, up to ${MAX_SECONDS}: ${kind}=60`,
    );
  }
  return { kind, afterMs: Number(seconds) * 1000 };
}
