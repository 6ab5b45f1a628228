import { type Account, ListAccountsCommand, type OrganizationsClient } from '@aws-sdk/client-organizations';
import { collectPages, isAccountId, pages, wrapServiceError } from '@groundcrew/aws-core';
import { GroundcrewError } from '@groundcrew/errors';
import { callService, isErrorNamed } from '../call.ts';

/** An account of an organization. */
export interface OrganizationAccount {
  /** Twelve digits. */
  readonly id: string;
  readonly name: string;
  /** `ACTIVE`, `SUSPENDED`, `PENDING_CLOSURE`, …; `UNKNOWN` if Organizations does not return it. */
  readonly state: string;
}

/** Of one account after the other; the maximum of a page is 20. */
const PAGE_SIZE = 20;

/**
 * All accounts of the organization, by id (AWS Organizations API Reference, "ListAccounts"; a page may be empty and have a next
 * one).
 *
 * @throws GroundcrewError `aws-organizations.not-in-use`, `aws-organizations.list-accounts-failed`; the signal's reason, if it
 * is aborted
 */
export async function listOrganizationAccounts(
  client: OrganizationsClient,
  signal?: AbortSignal,
): Promise<readonly OrganizationAccount[]> {
  const found = await collectPages(
    pages(async (token: string | undefined) => {
      const { Accounts = [], NextToken } = await callService(
        signal,
        (options) =>
          client.send(
            new ListAccountsCommand({
              MaxResults: PAGE_SIZE,
              ...(token !== undefined && { NextToken: token }),
            }),
            options,
          ),
        failureOf,
      );
      return { items: Accounts.map(toAccount), next: NextToken };
    }),
  );
  // At least the caller's own belongs to it.
  if (found.length === 0) throw notInUse();
  // An account that moves between two pages may be on both.
  const byId = new Map(found.map((account) => [account.id, account]));
  return [...byId.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** `State` took the place of `Status` in 2026. */
function toAccount({ Id = '', Name = '', State, Status }: Account): OrganizationAccount {
  if (isAccountId(Id)) return { id: Id, name: Name, state: State ?? Status ?? 'UNKNOWN' };
  throw new GroundcrewError(
    'aws-organizations.list-accounts-failed',
    `could not list the accounts of the organization: "${Id}" in the answer is not the id of an account`,
    { fault: 'service' },
  );
}

function failureOf(error: unknown): GroundcrewError {
  if (isErrorNamed(error, 'AWSOrganizationsNotInUseException')) return notInUse(error);
  const wrapped = wrapServiceError(error, {
    code: 'aws-organizations.list-accounts-failed',
    doing: 'list the accounts of the organization',
  });
  if (wrapped.details.reason !== 'access-denied') return wrapped;
  const advice =
    'only the management account and a delegated administrator may list them, with the permission organizations:ListAccounts; ' +
    'or name the accounts';
  return new GroundcrewError(wrapped.code, `${wrapped.message}; ${advice}`, {
    fault: wrapped.fault,
    cause: error,
    details: wrapped.details,
  });
}

function notInUse(cause?: unknown): GroundcrewError {
  return new GroundcrewError(
    'aws-organizations.not-in-use',
    'the account of these credentials belongs to no organization; name the accounts, or use a profile of the ' +
      "organization's management account",
    { cause },
  );
}
