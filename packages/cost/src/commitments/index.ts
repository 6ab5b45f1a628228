export { commitmentsReport, type CommitmentsReportOptions } from './commitments-report.ts';
export {
  COMMITMENT_REQUESTS,
  type CostExplorerCommitmentsOptions,
  readCommitments,
  reservedServices,
} from './cost-explorer-commitments.ts';
export type { Commitment, CommitmentCoverage, CommitmentKind, CommitmentsAnswer } from './model.ts';
