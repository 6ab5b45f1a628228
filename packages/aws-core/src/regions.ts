/**
 * Whether a text has the form of a region's name: `us-east-1`, `us-gov-west-1`, `eusc-de-east-1`. Whether there is
 * such a region, and whether an account may use it, only EC2 tells (DescribeRegions).
 */
export function isRegionName(text: string): boolean {
  return /^[a-z]{2,5}(-[a-z]{2,12}){1,2}-[1-9]\d?$/.test(text);
}

/** Whether a text is the number of an account: twelve digits. */
export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}
