/** The queue of a command. */
export const queueArgument = { name: 'queue', description: 'the name, URL or ARN of a queue' } as const;

export const matchOption = {
  match: {
    type: 'text',
    value: 'TEXT',
    description: 'only messages whose body or attributes contain this exact text',
  },
} as const;

export const countReceivesOption = {
  countReceives: {
    type: 'flag',
    description:
      'read a queue even if it has a dead-letter queue of its own, to which SQS moves what is received too often',
  },
} as const;
