import { GroundcrewError } from '@groundcrew/errors';
import type { FleetScope } from '../listing/deps.ts';
import type { LookupAnswer } from './lookup-instances.ts';
import type { LookupQuestion } from './question.ts';

/** Where the instance of an ARN has to be; `undefined`: the question has no ARN. */
export function placeOfArn(
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

/**
 * The answer to a question that may be an ARN: one that was not found in an account whose id is not known is not "none".
 *
 * @throws GroundcrewError `fleet.lookup.bad-question` if what was found is of another account or region than the ARN
 */
export function answerForArn(
  question: LookupQuestion,
  answer: LookupAnswer,
  isCertain: boolean,
): LookupAnswer {
  const place = placeOfArn(question);
  if (place === undefined) return answer;
  const found = foundIn(answer);
  const wrong = found.find(
    ({ accountId, region }) =>
      (accountId !== null && accountId !== place.accountId) ||
      (place.region !== undefined && region !== place.region),
  );
  if (wrong) {
    const where = [place.accountId, place.region].filter((part) => part !== undefined).join(', ');
    throw bad(
      `the ARN is of ${where}, but what has this id is in ${wrong.accountId ?? 'this account'}, ${wrong.region}; ` +
        'correct the ARN, or look up the id alone',
    );
  }
  if (isCertain || answer.status !== 'none') return answer;
  const outcome = {
    accountId: place.accountId,
    region: place.region ?? 'all',
    status: 'failed',
    count: 0,
    reason: 'the account of the ARN may be another one than that of these credentials, which was asked',
  } as const;
  return { status: 'unknown', regions: [...answer.regions, outcome] };
}

function foundIn(answer: LookupAnswer): readonly {
  readonly accountId: string | null;
  readonly region: string;
}[] {
  if (answer.status === 'one') return [answer.instance];
  if (answer.status === 'several') return answer.instances;
  return answer.status === 'interface' ? answer.interfaces : [];
}

function short(accounts: readonly string[]): string {
  return accounts.length <= 3 ? accounts.join(', ') : `${accounts.length} other accounts`;
}

function bad(message: string): GroundcrewError {
  return new GroundcrewError('fleet.lookup.bad-question', message);
}
