export { createSns, type PublishedMessage, type Sns, type SnsOptions } from './sns.ts';
