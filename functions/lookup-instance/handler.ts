import { createHandler } from '@groundcrew/lambda';

export const handler = createHandler({ name: 'lookup-instance', handle: async () => ({ status: 'none' }) });
