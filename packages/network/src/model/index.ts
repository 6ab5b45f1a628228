export { type AddressOwner, createModel, type NetworkModel, type PublicAccessState } from './create-model.ts';
export { balancerHost, plainName } from './dns-names.ts';
export * from './model.ts';
