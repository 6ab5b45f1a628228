import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
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
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
