/** A name of DNS: lower case, without the last dot, and with `*` as a file has it: Route 53 answers it as an octal code. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '').replaceAll('\\052', '*');
}

/** The host name of a load balancer that an alias leads to: the console of Route 53 writes `dualstack.` before it. */
export function balancerHost(name: string): string {
  return plainName(name).replace(/^dualstack\./, '');
}
