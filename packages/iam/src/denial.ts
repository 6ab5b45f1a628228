import type { Decision } from './evaluate.ts';

type Denial = Extract<Decision, { readonly outcome: 'denied' }>;

const policyTypes = {
  identity: { one: 'an identity-based policy', none: 'no identity-based policy' },
  boundary: { one: 'a permissions boundary', none: 'no permissions boundary' },
} as const;

/**
 * Why a request is denied, in the words of AWS's messages.
 *
 * Rules: "Troubleshoot access denied error messages" of the IAM user guide.
 */
export function denialReason(denial: Denial, action: string): string {
  const type = policyTypes[denial.of];
  return denial.reason === 'explicit-deny'
    ? `with an explicit deny in ${type.one}`
    : `because ${type.none} allows the ${action} action`;
}
