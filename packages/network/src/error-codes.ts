import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'network.file.invalid': {
    meaning: 'The network file has problems; the message lists them with line and column.',
    action: 'Correct them; `groundcrew network address-plan FILE` shows each with its line.',
  },
  'network.file.encoding': {
    meaning: 'The network file is not UTF-8.',
    action: 'Save it as UTF-8.',
  },
  'network.addresses.conflict': {
    meaning: 'The network file gives addresses to a subnet that another existing subnet has.',
    action: 'Take the range out of `subnets` of the file, or give another one; what exists is not moved.',
  },
  'network.addresses.full': {
    meaning: 'The VPC has no room for a subnet, and no range can be added to it.',
    action: 'Make shares smaller, or take ranges out of `avoid`; ranges of a VPC are five at most.',
  },
  'network.snapshot.unknown': {
    meaning:
      'The snapshot lacks what is asked of it: VPCs or subnets of the region, or the routes and rules of a network that is there.',
    action:
      'Collect it again with all of `ec2:vpc` and `ec2:subnet`: `groundcrew account collect`. For `network plan`, pass `--state`.',
  },
  'network.state.invalid': {
    meaning:
      'A saved state of a network is not one, is of another region, or refers to what it does not have.',
    action: 'Save it again; the message names the place.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
