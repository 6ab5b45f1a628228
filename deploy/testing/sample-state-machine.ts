import { stack as inventory } from '@groundcrew/functions/stacks/inventory';
import type { StackManifest, StateMachineManifest } from '@groundcrew/lambda';

/** A state machine with something of everything that a manifest can have. */
export const sampleStateMachine: StateMachineManifest = {
  name: 'sample-load',
  description: 'Loads what is listed',
  definition: {
    StartAt: 'Load each',
    States: {
      'Load each': {
        Type: 'Map',
        Label: 'LoadEach',
        MaxConcurrency: 10,
        ItemReader: {
          Resource: 'arn:aws:states:::s3:listObjectsV2',
          Parameters: { Bucket: '${StockBucket}', 'Prefix.$': '$.prefix' },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Load',
          States: {
            Load: {
              Type: 'Task',
              Resource: 'arn:aws:states:::lambda:invoke',
              Parameters: { FunctionName: '${LoadFunction}', 'Payload.$': '$' },
              End: true,
            },
          },
        },
        ResultWriter: {
          Resource: 'arn:aws:states:::s3:putObject',
          Parameters: { Bucket: '${RejectsBucket}', Prefix: 'maps' },
        },
        End: true,
      },
    },
  },
  substitutions: {
    StockBucket: { resource: 'StockBucket', attribute: 'name' },
    RejectsBucket: { resource: 'RejectsBucket', attribute: 'name' },
    LoadFunction: { function: 'load-inventory' },
  },
  permissions: [
    { actions: ['lambda:InvokeFunction'], on: { function: 'load-inventory' } },
    { actions: ['s3:ListBucket'], on: { bucket: 'StockBucket', scope: 'bucket' } },
    { actions: ['s3:PutObject'], on: { bucket: 'RejectsBucket', scope: 'objects' } },
  ],
  logging: { level: 'ERROR', includeExecutionData: false },
};

/** The inventory stack with {@link sampleStateMachine}, and an alarm for it. */
export const stackWithStateMachine: StackManifest = {
  ...inventory,
  name: 'groundcrew-inventory',
  stateMachines: [...inventory.stateMachines, sampleStateMachine],
  alarms: [
    ...inventory.alarms,
    {
      id: 'SampleLoadFailed',
      description: 'sample-load failed',
      metric: { stateMachine: 'sample-load', name: 'ExecutionsFailed' },
      statistic: 'Sum',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
    },
  ],
};
