export { networkDiagram } from './network-diagram.ts';
