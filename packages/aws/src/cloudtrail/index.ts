export { createCloudTrailClient } from './client.ts';
export { lookupEvents, type LookupQuery, type LookupSettings, type TrailEvent } from './lookup-events.ts';
