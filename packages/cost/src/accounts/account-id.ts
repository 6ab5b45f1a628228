/** The digits of an id of an AWS account: AWS Account Management reference guide, "View AWS account identifiers". */
export const ACCOUNT_ID_DIGITS = 12;

/**
 * The id of an AWS account that a program took for a number and wrote without its leading zeros, or with `.0` after it:
 * `12345678` is `000012345678`; or in the forms of people and spreadsheets: `4444-5555-6666`, `="444455556666"`. Every other text unchanged.
 */
export function wholeAccountId(text: string): string {
  const digits = text.replaceAll(/['"=, -]/g, '').replace(/\.0+$/, '');
  return /^\d{1,12}$/.test(digits) ? digits.padStart(ACCOUNT_ID_DIGITS, '0') : text;
}
