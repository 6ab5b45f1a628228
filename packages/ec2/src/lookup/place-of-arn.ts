import { GroundcrewError } from '@groundcrew/errors';
import type { FleetScope } from '../listing/deps.ts';
import type { RegionOutcome } from '../listing/region-outcome.ts';
import type { LookupQuestion } from './question.ts';

/** Where the instance of an ARN has to be; `undefined`: the question has no ARN. */
function placeOfArn(
  question: LookupQuestion,
): { readonly accountId: string; readonly region?: string } | undefined {
  if (question.by === 'tags' || question.accountId === undefined) return undefined;
  const { accountId, region } = question;
  return { accountId, ...(region !== undefined && { region }) };
}

/**
 * The accounts to search: only that of an ARN, if the question is one.
 *
 * @param ownAccountId of the caller; left out: not known
 * @throws GroundcrewError `fleet.lookup.bad-question` if that account is not searched
 */
export async function accountsFor(
  question: LookupQuestion,
  { accounts }: FleetScope,
  ownAccountId: (() => Promise<string>) | undefined,
): Promise<{ readonly accounts: readonly string[] | undefined; readonly isCertain: boolean }> {
  const place = placeOfArn(question);
  if (place === undefined) return { accounts, isCertain: true };
  const { accountId } = place;
  const own = accounts === undefined ? await ownAccountId?.() : undefined;
  const searched = own === undefined ? accounts : [own];
  if (searched !== undefined && !searched.includes(accountId)) {
    throw bad(
      `the ARN is of the account ${accountId}, and what is searched is ${short(searched)}; ` +
        `name a profile of ${accountId} (--profile), or --accounts ${accountId}`,
    );
  }
  return { accounts: accounts && [accountId], isCertain: searched !== undefined };
}

/** @throws GroundcrewError `fleet.lookup.bad-question` if what was found is of another account or region than the ARN */
export function checkFound(
  question: LookupQuestion,
  found: readonly { readonly accountId: string | null; readonly region: string }[],
): void {
  const place = placeOfArn(question);
  const wrong =
    place &&
    found.find(
      ({ accountId, region }) =>
        (accountId !== null && accountId !== place.accountId) ||
        (place.region !== undefined && region !== place.region),
    );
  if (!wrong) return;
  const where = [place.accountId, place.region].filter((part) => part !== undefined).join(', ');
  throw bad(
    `the ARN is of ${where}, but what has this id is in ${wrong.accountId ?? 'this account'}, ${wrong.region}; ` +
      'correct the ARN, or look up the id alone',
  );
}

/** The account of the ARN, as one that may not have been searched; `undefined`: the question has no ARN. */
export function unaskedAccount(question: LookupQuestion): RegionOutcome | undefined {
  const place = placeOfArn(question);
  return (
    place && {
      accountId: place.accountId,
      region: place.region ?? 'all',
      status: 'failed',
      count: 0,
      reason: 'the account of the ARN may be another one than that of these credentials, which was searched',
    }
  );
}

function short(accounts: readonly string[]): string {
  return accounts.length <= 3 ? accounts.join(', ') : `${accounts.length} other accounts`;
}

function bad(message: string): GroundcrewError {
  return new GroundcrewError('fleet.lookup.bad-question', message);
}
