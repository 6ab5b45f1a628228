/** The queue of a command. */
export const queueArgument = { name: 'queue', description: 'the name, URL or ARN of a queue' } as const;

export const matchOption = {
  match: {
    type: 'text',
    value: 'TEXT',
    description: 'only messages whose body or attributes contain this text, as it stands',
  },
} as const;

export const countReceivesOption = {
  countReceives: {
    type: 'flag',
    description:
      'do it even if the queue has a dead-letter queue of its own, to which SQS moves what is received too often',
  },
} as const;
