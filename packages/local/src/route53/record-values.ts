import { isIPv4, isIPv6 } from 'node:net';
import { DomainNameError, readDomainName } from './domain-names.ts';

/** "Supported DNS record types" of the Route 53 developer guide. */
export const recordTypes = [
  'SOA',
  'A',
  'TXT',
  'NS',
  'CNAME',
  'MX',
  'NAPTR',
  'PTR',
  'SRV',
  'SPF',
  'AAAA',
  'CAA',
  'DS',
  'TLSA',
  'SSHFP',
  'SVCB',
  'HTTPS',
];

/** What is wrong with the values of a record set of one type, in the words of Route 53; of types that are not here nothing is checked. */
export function findValueProblems(type: string, values: readonly string[]): string[] {
  const problems = values.flatMap((value) => findProblem(type, value) ?? []);
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) problems.push(`Duplicate Resource Record: '${twice}'`);
  if (type === 'CNAME' && values.length > 1)
    problems.push('CNAME resource record sets must have exactly one resource record');
  return problems;
}

function findProblem(type: string, value: string): string | undefined {
  const fatal = (code: string, meaning: string) =>
    `Invalid Resource Record: 'FATAL problem: ${code} (${meaning}) encountered with '${value}''`;
  switch (type) {
    case 'A':
      return isIPv4(value)
        ? undefined
        : fatal('ARRDATAIllegalIPv4Address', 'Value is not a valid IPv4 address');
    case 'AAAA':
      return isIPv6(value) && !value.includes('%')
        ? undefined
        : fatal('AAAARRDATAIllegalIPv6Address', 'Value is not a valid IPv6 address');
    case 'TXT':
    case 'SPF':
      return isQuoted(value)
        ? undefined
        : fatal('InvalidCharacterString', 'Value should be enclosed in quotation marks');
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return hostProblem(value);
    case 'MX': {
      const [priority = '', host = '', ...more] = value.trim().split(/\s+/);
      if (!isShort(priority) || host === '' || more.length > 0)
        return fatal('MXRRDATANotTwoFields', 'The number of fields in the RDATA is not two');
      return hostProblem(host);
    }
    case 'SRV': {
      const [priority = '', weight = '', port = '', host = '', ...more] = value.trim().split(/\s+/);
      if (![priority, weight, port].every(isShort) || host === '' || more.length > 0)
        return fatal('SRVRRDATANotFourFields', 'The number of fields in the RDATA is not four');
      return host === '.' ? undefined : hostProblem(host);
    }
    case 'CAA':
      return /^\d{1,3} [a-z0-9]{1,15} ".{0,1000}"$/.test(value)
        ? undefined
        : fatal('CAARRDATAInvalid', 'Value is not a flag, a tag and a quoted value');
    default:
      return undefined;
  }
}

function hostProblem(host: string): string | undefined {
  try {
    readDomainName(host);
    return undefined;
  } catch (error) {
    if (error instanceof DomainNameError) return `Invalid Resource Record: '${error.message}'`;
    throw error;
  }
}

function isShort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}

/** One string in quotation marks, or several with spaces between: each of at most 255 characters. */
function isQuoted(value: string): boolean {
  let rest = value.trim();
  if (rest === '') return false;
  while (rest !== '') {
    const [whole] = /^"(?:[^"\\]|\\.){0,255}"(?:\s+|$)/.exec(rest) ?? [];
    if (whole === undefined) return false;
    rest = rest.slice(whole.length);
  }
  return true;
}
