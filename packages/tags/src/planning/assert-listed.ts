import { gapReasons, gapsIn, isNothingListed } from '@groundcrew/account';
import { GroundcrewError } from '@groundcrew/errors';
import type { TagSnapshot } from '../model.ts';

/**
 * A plan of nothing would read as nothing to change.
 *
 * @throws GroundcrewError `tags.plan.nothing-listed`
 */
export function assertListed({ resources, coverage }: TagSnapshot): void {
  if (!isNothingListed(resources.length, coverage)) return;
  const reasons = gapReasons(gapsIn(coverage));
  throw new GroundcrewError(
    'tags.plan.nothing-listed',
    `no list of resources could be read, so what to change is not known: ${reasons.join('\n  ')}`,
    { details: { lists: coverage.length } },
  );
}
