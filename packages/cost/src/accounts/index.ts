export { type AccountNames, accountLabel, idsOfAccounts, parseAccountNames } from './account-names.ts';
