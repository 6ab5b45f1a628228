import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-cost-explorer.backfill-failed': {
    meaning: 'The cost allocation tags could not be applied to past months.',
    action:
      'Act on `details.reason`; AWS accepts one request a day, from the account that pays, and the caller needs `ce:StartCostAllocationTagBackfill`.',
  },
  'aws-cost-explorer.commitments-failed': {
    meaning:
      'The utilization or the coverage of Savings Plans or reservations could not be read from Cost Explorer.',
    action:
      'Act on `details.reason`; the caller needs `ce:GetSavingsPlansUtilizationDetails`, `ce:GetSavingsPlansCoverage`, `ce:GetReservationUtilization` and `ce:GetReservationCoverage`.',
  },
  'aws-cost-explorer.forecast-failed': {
    meaning: 'Cost Explorer did not return a forecast.',
    action:
      'Act on `details.reason`; the caller needs `ce:GetCostForecast`, and the account needs some weeks of history.',
  },
  'aws-cost-explorer.get-cost-failed': {
    meaning: 'Costs could not be read from Cost Explorer.',
    action:
      'Act on `details.reason`; the caller needs `ce:GetCostAndUsage`, and Cost Explorer has to be enabled.',
  },
  'aws-cost-explorer.get-tags-failed': {
    meaning: 'The cost allocation tags, or the values of one, could not be listed.',
    action: 'Act on `details.reason`; the caller needs `ce:GetTags`.',
  },
  'aws-cost-explorer.get-values-failed': {
    meaning: 'The values of a dimension could not be listed.',
    action: 'Act on `details.reason`; the caller needs `ce:GetDimensionValues`.',
  },
  'aws-cost-explorer.list-backfills-failed': {
    meaning: 'The backfills of cost allocation tags could not be listed.',
    action:
      'Act on `details.reason`; the caller needs `ce:ListCostAllocationTagBackfillHistory`, in the account that pays.',
  },
  'aws-cost-explorer.list-tags-failed': {
    meaning: 'The cost allocation tags, active or not, could not be listed.',
    action:
      'Act on `details.reason`; the caller needs `ce:ListCostAllocationTags`, in the account that pays: others have no access.',
  },
  'aws-cost-explorer.update-tags-failed': {
    meaning: 'Cost allocation tags could not be activated or deactivated.',
    action:
      'Act on `details.reason`; the caller needs `ce:UpdateCostAllocationTagsStatus`, in the account that pays.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
