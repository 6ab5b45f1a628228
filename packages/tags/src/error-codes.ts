import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'tags.apply.unknown-failure': {
    meaning:
      'The tagging API reported a failure for a resource that was not in the call; nothing of the call counts as done.',
    action: 'Try again with `--resume`.',
  },
  'tags.audit.time-zone': {
    meaning: 'The time zone of the scheduled audit is not known.',
    action: 'Write one of the IANA database: `Asia/Seoul`.',
  },
  'tags.creation.failed': {
    meaning: 'A tag of a new resource could not be set.',
    action: 'The message has the reason; see [tags.md](tags.md).',
  },
  'tags.creation.not-yet': {
    meaning: 'A new resource is not visible yet.',
    action: 'Nothing: the event is retried.',
  },
  'tags.creation.unreadable': {
    meaning: 'The tags of a new resource cannot be read, so none are set.',
    action: 'Allow the function to read them.',
  },
  'tags.group.no-query': {
    meaning: 'A plan sets a resource group to something that is not a query.',
    action: 'Make the plan again (`groundcrew tags group`).',
  },
  'tags.group.not-ours': {
    meaning:
      'A resource group lacks the tag that groundcrew sets, so it is not changed. Reported for a change, not thrown.',
    action: 'Rename the key or the group, or tag the group.',
  },
  'tags.plan.nothing-listed': {
    meaning:
      'Not one list of resources could be read, so what to change is not known; the message has the reasons.',
    action: 'Correct what they name, and plan again.',
  },
  'tags.plan.no-text': {
    meaning: 'A plan sets a tag to something that is not text.',
    action: 'Make the plan again (`groundcrew tags plan`).',
  },
  'tags.policy.encoding': {
    meaning: 'The tag policy is not UTF-8.',
    action: 'Save it as UTF-8.',
  },
  'tags.policy.invalid': {
    meaning: 'The tag policy has problems; each is listed with its line and column, and in `details.faults`.',
    action: 'Correct them; `groundcrew tags policy check FILE` shows them.',
  },
  'tags.policy.missing': {
    meaning: 'The stored tag policy does not exist.',
    action: 'Upload one; `groundcrew tags policy init` writes one to start from.',
  },
  'tags.policy.not-importable': {
    meaning: 'Tag policies of AWS Organizations contradict themselves, or have what no policy here can have.',
    action: 'Correct what the message names in AWS Organizations, or in a copy of the file.',
  },
  'tags.policy.too-large': {
    meaning: 'The tag policy is larger than what is read.',
    action: 'Check that it is the right file.',
  },
  'tags.read.unknown': {
    meaning:
      'The tags of a resource cannot be read: the tagging API does not return it, and its own service may not be called.',
    action:
      "Allow the service's own tag call (`sns:ListTagsForResource`, …), or plan without its type (`--types`).",
  },
  'tags.snapshot.invalid': {
    meaning: 'The snapshot is malformed; the message shows where.',
    action: 'Correct it, or collect it again (`groundcrew tags collect`).',
  },
  'tags.snapshot.not-json': {
    meaning: 'The snapshot is not JSON.',
    action: 'Collect it again (`groundcrew tags collect`).',
  },
  'tags.snapshot.too-large': {
    meaning: 'The snapshot is larger than what is read (256 MiB).',
    action: 'Collect fewer regions, accounts or types into one file.',
  },
  'tags.snapshot.wrong-format': {
    meaning: 'The file is not a snapshot of tags.',
    action: 'Collect one (`groundcrew tags collect`).',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
