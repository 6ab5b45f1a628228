export { createOrganizations } from './organizations.ts';
