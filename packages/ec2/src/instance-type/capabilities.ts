import type { Capability, Processor } from './instance-type.ts';

/** EC2 documentation, "Amazon EC2 instance type naming conventions": processor families and options. */
const meanings: ReadonlyMap<string, string> = new Map([
  ['a', 'AMD processor'],
  ['b', 'more EBS throughput'],
  ['d', 'instance store on local disks'],
  ['f', 'a fraction of a GPU'],
  ['flex', 'full CPU most of the time, at a lower price'],
  ['g', 'AWS Graviton processor'],
  ['h', 'built on HPE servers'],
  ['i', 'Intel processor'],
  ['n', 'more network throughput'],
  ['q', 'Qualcomm inference accelerators'],
  ['s', 'a smaller form of its family'],
  ['u', 'joined into an UltraServer'],
  ['z', 'high clock frequency'],
]);

/** `e`, extra, means more of what the series is chosen for. */
const extras: ReadonlyMap<string, string> = new Map([
  ['c', 'more network packets a second'],
  ['m', 'more network packets a second'],
  ['d', 'more storage'],
  ['i', 'more storage'],
  ['is', 'more storage'],
  ['g', 'more GPU memory'],
  ['p', 'more GPU memory'],
]);

/** The meaning of `letter` in the families of `series`. */
export function capabilityOf(letter: string, series: string): Capability {
  if (letter === 'e') return { letter, meaning: extras.get(series) ?? 'more memory' };
  return { letter, meaning: meanings.get(letter) ?? null };
}

/** The processor that a letter after the generation names, if any: no family has two of them. */
export function processorOfLetters(letters: string): Processor | undefined {
  if (letters.includes('g')) return 'graviton';
  if (letters.includes('a')) return 'amd';
  return letters.includes('i') ? 'intel' : undefined;
}
