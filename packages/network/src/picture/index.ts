export { networkPage, networkSvg } from './picture.ts';
export { compareTiers, tierOf } from './tiers.ts';
