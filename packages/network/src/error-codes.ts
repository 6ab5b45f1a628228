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
  'network.end.unknown': {
    meaning: 'What traffic is from or to is not in what was read, or is not a name, id or address.',
    action: 'Write `internet`, an id, an address, the name of a load balancer, or a name of Route 53.',
  },
  'network.end.ambiguous': {
    meaning: 'A name or address stands for several resources of the snapshot.',
    action: 'Write the id of the one that is meant.',
  },
  'network.question.invalid': {
    meaning: 'What is asked is not `TO`, `TO:PORT` or `TO:PORT/PROTOCOL`.',
    action: 'Write it as the message describes.',
  },
  'network.saved.not-json': {
    meaning: 'A file of the folder of saved answers is not JSON.',
    action:
      'Save the answer of the `aws` command again, with `--output json`, or take the file out of the folder.',
  },
  'network.saved.malformed': {
    meaning: 'A saved answer lacks what the AWS CLI prints, or has it in another form.',
    action: 'Save it again as the AWS CLI prints it, without `--query`.',
  },
  'network.saved.mixed-regions': {
    meaning:
      'One folder has saved answers of several regions, so that what was collected of each is not known.',
    action: 'Put the answers of each region in a folder of their own below the one that is given.',
  },
  'network.saved.whose': {
    meaning: 'A saved answer does not show what it belongs to, and its name does not either.',
    action: 'Put the id in the name of the file; the script of `groundcrew network show --how-to-save` does.',
  },
  'network.account.unknown': {
    meaning: 'What there is of a network is not known: an answer is missing that it depends on.',
    action: 'Allow the call that was refused, or save all answers: `groundcrew network show --how-to-save`.',
  },
  'network.account.ambiguous': {
    meaning: 'Two resources of the account are the same one of a network, or one is not where it belongs.',
    action: 'Correct the tags `groundcrew:network` and `groundcrew:key` of what is not of the network.',
  },
  'network.addresses.conflict': {
    meaning: 'The network file gives addresses to a subnet that another existing subnet has.',
    action: 'Take the range out of `subnets` of the file, or give another one; what exists is not moved.',
  },
  'network.addresses.full': {
    meaning: 'The VPC has no room for a subnet, and no range can be added to it.',
    action: 'Make shares smaller, or take ranges out of `avoid`; ranges of a VPC are five at most.',
  },
  'network.apply.ambiguous': {
    meaning: 'Several resources of the account have the tags of one resource of the network.',
    action: 'Take the tag `groundcrew:key` off those that are not meant; the message has their ids.',
  },
  'network.apply.concurrent': {
    meaning:
      'Two applies made a VPC of the same network at once; the one that saw the other removed its own and made nothing else. Reported for a change, not thrown.',
    action: 'Make a new plan once the other apply has ended.',
  },
  'network.apply.foreign': {
    meaning: 'AWS refused to make what is there already, and it is not as the plan wants it.',
    action: 'Make a new plan; it names what belongs to others.',
  },
  'network.apply.gone': {
    meaning: 'A resource that a plan changes does not exist any more.',
    action: 'Make a new plan.',
  },
  'network.apply.held': {
    meaning:
      'A resource could not be removed, because something else is in it or refers to it; `details.holders` names that.',
    action: 'Remove what the message names, and run the same command again.',
  },
  'network.apply.incomplete': {
    meaning: 'A resource was made, and a call that completes it failed. Reported for a change, not thrown.',
    action: 'Act on what the message names, and run with `--resume`, which completes it.',
  },
  'network.apply.interrupts': {
    meaning: 'The plan interrupts traffic in a way that was not named. Nothing was changed.',
    action: 'Name it: `--interrupt routes`. `network plan` shows which changes do so.',
  },
  'network.apply.no-id': {
    meaning: 'A change refers to a resource whose id, or DNS name, is not known.',
    action: 'Make a new plan; report it if it persists.',
  },
  'network.apply.no-owner': {
    meaning: 'A plan, or a journal, does not name its network. Nothing was changed.',
    action: 'Make a new plan; what was made is still removed by `network apply` of a file without it.',
  },
  'network.apply.refused': {
    meaning: 'The plan has what AWS would refuse: quotas, zones without NAT gateways, names of others.',
    action: 'Change the network file as the message describes, or ask for a higher quota.',
  },
  'network.snapshot.unknown': {
    meaning:
      'The snapshot lacks what is asked of it: VPCs or subnets of the region, or the routes and rules of a network that is there.',
    action:
      'Collect it again with all of `ec2:vpc` and `ec2:subnet`, and with networks: `groundcrew account collect --networks`; or leave out `--from`.',
  },
  'network.state.invalid': {
    meaning:
      'A saved state of a network is not one, is of another region, or refers to what it does not have.',
    action: 'Save it again; the message names the place.',
  },
  'network.undo.grown': {
    meaning:
      'What an undo would remove has resources of the network in it that a later apply made. Nothing was changed.',
    action: 'Undo the later applies first, newest first, or apply a network file without those resources.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
