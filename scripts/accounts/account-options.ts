import { roleArnOf } from '@groundcrew/aws/sts';
import { isAccountId } from '@groundcrew/aws-core';
import { type OptionValues, orUsageError, usageError } from '@groundcrew/cli';

/** Account ids, or all active ones of the organization. */
export type AccountChoice = readonly string[] | 'organization';

/** The accounts and regions of a command. */
export interface Scope {
  readonly regions: 'all' | 'current' | readonly string[];
  /** Account ids, or all active ones of the organization; default: the caller's own account. */
  readonly accounts?: AccountChoice;
}

/** Options of commands that search regions and accounts. */
export const accountOptions = {
  regions: {
    type: 'text',
    value: 'LIST',
    description: 'regions, separated by commas; all: every enabled one',
  },
  accounts: {
    type: 'text',
    value: 'LIST',
    description:
      'accounts, separated by commas, or organization: all active ones, your own by your own credentials; requires --role',
  },
  role: {
    type: 'text',
    value: 'NAME',
    description:
      'role to assume in each of the accounts: auditor, ops/auditor, or an ARN with {account} in it',
  },
  externalId: { type: 'text', value: 'ID', description: "external id that the role's trust policy requires" },
  timeout: {
    type: 'integer',
    value: 'SECONDS',
    minimum: 1,
    maximum: 600,
    default: 15,
    description: 'timeout of one call; each region gets two attempts',
  },
} as const;

export type AccountOptions = OptionValues<typeof accountOptions>;

/**
 * The accounts and regions of the options.
 *
 * @throws GroundcrewError `cli.usage`
 */
export function scopeOf({ regions, accounts, role, externalId }: AccountOptions): Scope {
  if (accounts === undefined && role !== undefined) {
    throw usageError('--role is for other accounts; name them with --accounts 111122223333');
  }
  if (accounts !== undefined && role === undefined) {
    throw usageError('--accounts needs the role to take on in them: --role auditor');
  }
  if (externalId !== undefined && role === undefined) {
    throw usageError('--external-id goes with --role');
  }
  return {
    regions: regionsOf(regions),
    ...(accounts !== undefined && { accounts: accountsOf(accounts, role!) }),
  };
}

const ANY_ACCOUNT = '123456789012';

function regionsOf(text: string | undefined): Scope['regions'] {
  if (text === undefined) return 'current';
  const words = text.split(',').map((word) => word.trim());
  if (!words.includes('all')) return words;
  if (words.length > 1)
    throw usageError(`--regions "${text}" contains all and other regions; write only all`);
  return 'all';
}

function accountsOf(text: string, role: string): AccountChoice {
  const words = text.split(',');
  if (words.some((word) => word.trim() === 'organization')) {
    if (words.length > 1) {
      throw usageError(`--accounts "${text}" contains organization and others; write only organization`);
    }
    // Of any account: whether it is the name of a role.
    orUsageError(() => roleArnOf(ANY_ACCOUNT, role));
    return 'organization';
  }
  return words.map((word) => {
    const accountId = word.trim();
    if (!isAccountId(accountId)) {
      throw usageError(`"${accountId}" in --accounts is not the id of an account; it has twelve digits`);
    }
    orUsageError(() => roleArnOf(accountId, role));
    return accountId;
  });
}
