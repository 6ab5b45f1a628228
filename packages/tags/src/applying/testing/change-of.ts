import type { Change } from '@groundcrew/plan';
import { arnOf } from './memory-account.ts';

/** A change of one tag of a resource in the memory account. */
export function changeOf(
  type: string,
  id: string,
  field: string,
  before: string | null,
  after: string | null,
): Change {
  const target = { accountId: '111122223333', region: 'eu-west-1', resource: arnOf(type, id) };
  return { id: `${id}#${field}`, target, field, before, after, reason: 'is required' };
}
