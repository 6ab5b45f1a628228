import type { Imds } from '@groundcrew/aws/imds';
import type { Notices } from '../instance.ts';
import { parseMaintenance, parseRebalance, parseSpotAction } from './parse.ts';

/** The kinds of notices. */
export type NoticeKind = 'spot' | 'rebalance' | 'maintenance' | 'auto-scaling';

export const noticeKinds: readonly NoticeKind[] = ['spot', 'rebalance', 'maintenance', 'auto-scaling'];

interface Options {
  readonly signal?: AbortSignal;
}

/** The notices, by kind; a kind that was not requested, or failed, is left out. */
export type NoticeParts = Partial<Notices>;

/**
 * Reads one kind of notice. Paths: EC2 user guide, "Instance metadata categories"; they don't exist (404) as long as
 * there is no notice.
 *
 * @throws GroundcrewError `fleet.metadata.unreadable`, and those of `imds`
 */
export async function readNotice(
  imds: Pick<Imds, 'get'>,
  kind: NoticeKind,
  options: Options = {},
): Promise<NoticeParts> {
  const read = async <Part>(path: string, parse: (path: string, text: string) => Part) => {
    const text = (await imds.get(path, options))?.trim();
    return text ? parse(path, text) : null;
  };
  switch (kind) {
    case 'spot':
      return { spotAction: await read('meta-data/spot/instance-action', parseSpotAction) };
    case 'rebalance':
      return { rebalance: await read('meta-data/events/recommendations/rebalance', parseRebalance) };
    case 'maintenance':
      return {
        maintenance: (await read('meta-data/events/maintenance/scheduled', parseMaintenance)) ?? [],
      };
    case 'auto-scaling':
      return {
        autoScalingState: await read('meta-data/autoscaling/target-lifecycle-state', (_, text) => text),
      };
  }
}
