export const ACCOUNT_ID = '111122223333';
