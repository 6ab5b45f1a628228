export { ACCOUNT_ID_DIGITS, wholeAccountId } from './account-id.ts';
export { type AccountNames, accountLabel, idsOfAccounts, parseAccountNames } from './account-names.ts';
