/**
 * Whether a text has the form of a region name: `us-east-1`, `us-gov-west-1`, `eusc-de-east-1`. Only EC2 knows
 * whether
 * the region exists and is enabled for an account (DescribeRegions).
 */
export function isRegionName(text: string): boolean {
  return /^[a-z]{2,5}(-[a-z]{2,12}){1,2}-[1-9]\d?$/.test(text);
}

/** Whether a text is an account id: twelve digits. */
export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}
