export { type Deployment, type DeploymentOptions, writeDeployment } from './write-deployment.ts';
