export { type AddressOwner, createModel, type NetworkModel, type PublicAccessState } from './create-model.ts';
export * from './model.ts';
