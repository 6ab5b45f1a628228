"""Calls every operation of the embedded AWS by botocore, right and wrong, and holds each answer against its model.

Usage: check_answers.py ENDPOINT; prints {"problems": […], "called": {"sqs": ["CreateQueue", …]}}.
"""

import json
import sys
import time
from datetime import datetime, timedelta, timezone

import botocore.session
from answer_models import Checker
from botocore.config import Config
from botocore.exceptions import ClientError
from check_ec2_networks import check_ec2_networks
from check_traffic import check_traffic

ENDPOINT = sys.argv[1]
ACCOUNT = '111122223333'
REGION = 'us-east-1'
NOW = datetime.now(timezone.utc)

session = botocore.session.get_session()
checker = Checker()
called = {}


def client_of(service):
    config = Config(retries={'max_attempts': 0}, s3={'addressing_style': 'path'}, parameter_validation=False)
    return session.create_client(
        service,
        region_name=REGION,
        endpoint_url=ENDPOINT,
        aws_access_key_id='local',
        aws_secret_access_key='local',
        config=config,
    )


class Service:
    """A client whose answers are checked; `fails` expects an error."""

    def __init__(self, name):
        self.name = name
        self.client = client_of(name)
        self.client.meta.events.register('before-parse', self._on_answer)

    def _on_answer(self, operation_model, response_dict, **_):
        checker.check_answer(operation_model, response_dict)

    def call(self, operation, **parameters):
        called.setdefault(self.name, set()).add(operation)
        model = self.client.meta.service_model.operation_model(operation)
        method = next(name for name, api in self.client.meta.method_to_api_mapping.items() if api == operation)
        parsed = getattr(self.client, method)(**parameters)
        if model.service_model.resolved_protocol == 'smithy-rpc-v2-cbor':
            checker.check_parsed(model, parsed)
        return parsed

    def fails(self, operation, **parameters):
        try:
            self.call(operation, **parameters)
        except ClientError:
            return
        checker.problems.append(f'{self.name} {operation} with {parameters}: no error')


def check_sqs():
    sqs = Service('sqs')
    url = sqs.call('CreateQueue', QueueName='work', tags={'a': 'b'})['QueueUrl']
    dead = sqs.call('CreateQueue', QueueName='dead')['QueueUrl']
    arn = f'arn:aws:sqs:{REGION}:{ACCOUNT}'
    sqs.call('SetQueueAttributes', QueueUrl=url, Attributes={
        'RedrivePolicy': json.dumps({'deadLetterTargetArn': f'{arn}:dead', 'maxReceiveCount': 1})})
    sqs.call('GetQueueAttributes', QueueUrl=url, AttributeNames=['All'])
    sqs.call('GetQueueUrl', QueueName='work')
    sqs.call('ListQueues')
    sqs.call('ListQueues', MaxResults=1)
    sqs.call('ListDeadLetterSourceQueues', QueueUrl=dead)
    attributes = {'n': {'DataType': 'Number', 'StringValue': '1'}, 'b': {'DataType': 'Binary', 'BinaryValue': b'\0'}}
    sqs.call('SendMessage', QueueUrl=url, MessageBody='x', MessageAttributes=attributes)
    sqs.call('SendMessageBatch', QueueUrl=url, Entries=[{'Id': 'a', 'MessageBody': 'x'}, {'Id': 'b', 'MessageBody': '\u0007'}])
    received = sqs.call('ReceiveMessage', QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=30,
                        MessageAttributeNames=['All'], MessageSystemAttributeNames=['All'])['Messages']
    handle = received[0]['ReceiptHandle']
    sqs.call('ChangeMessageVisibility', QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=10)
    sqs.call('ChangeMessageVisibilityBatch', QueueUrl=url, Entries=[
        {'Id': 'a', 'ReceiptHandle': handle, 'VisibilityTimeout': 0}, {'Id': 'b', 'ReceiptHandle': 'x', 'VisibilityTimeout': 0}])
    sqs.call('DeleteMessageBatch', QueueUrl=url, Entries=[{'Id': 'a', 'ReceiptHandle': received[1]['ReceiptHandle']},
                                                          {'Id': 'b', 'ReceiptHandle': 'x'}])
    sqs.call('ReceiveMessage', QueueUrl=url, VisibilityTimeout=0)
    sqs.call('ReceiveMessage', QueueUrl=dead, MessageSystemAttributeNames=['All'], VisibilityTimeout=0)
    task = sqs.call('StartMessageMoveTask', SourceArn=f'{arn}:dead')['TaskHandle']
    sqs.call('ListMessageMoveTasks', SourceArn=f'{arn}:dead')
    time.sleep(0.1)
    sqs.fails('CancelMessageMoveTask', TaskHandle=task)
    sqs.call('SendMessage', QueueUrl=dead, MessageBody='x')
    sqs.call('SendMessage', QueueUrl=dead, MessageBody='y')
    task = sqs.call('StartMessageMoveTask', SourceArn=f'{arn}:dead', DestinationArn=f'{arn}:work',
                    MaxNumberOfMessagesPerSecond=1)['TaskHandle']
    sqs.fails('StartMessageMoveTask', SourceArn=f'{arn}:dead')
    sqs.call('ListMessageMoveTasks', SourceArn=f'{arn}:dead', MaxResults=10)
    sqs.call('CancelMessageMoveTask', TaskHandle=task)
    sqs.call('DeleteMessage', QueueUrl=url, ReceiptHandle=handle)
    sqs.call('TagQueue', QueueUrl=url, Tags={'c': 'd'})
    sqs.call('ListQueueTags', QueueUrl=url)
    sqs.call('UntagQueue', QueueUrl=url, TagKeys=['c'])
    sqs.call('PurgeQueue', QueueUrl=url)
    fifo = sqs.call('CreateQueue', QueueName='f.fifo', Attributes={'FifoQueue': 'true'})['QueueUrl']
    sqs.call('SendMessage', QueueUrl=fifo, MessageBody='x', MessageGroupId='a', MessageDeduplicationId='1')
    sqs.call('ReceiveMessage', QueueUrl=fifo, MessageSystemAttributeNames=['All'])
    sqs.fails('SendMessage', QueueUrl=fifo, MessageBody='x')
    sqs.fails('SendMessage', QueueUrl=f'{url}-none', MessageBody='x')
    sqs.fails('SendMessage', QueueUrl=url, MessageBody='')
    sqs.fails('SendMessage', QueueUrl=url, MessageBody='x', DelaySeconds=1000)
    sqs.fails('SendMessageBatch', QueueUrl=url, Entries=[])
    sqs.fails('SendMessageBatch', QueueUrl=url, Entries=[{'Id': 'a', 'MessageBody': 'x'}] * 2)
    sqs.fails('SendMessageBatch', QueueUrl=url, Entries=[{'Id': str(n), 'MessageBody': 'x'} for n in range(11)])
    sqs.fails('CreateQueue', QueueName='a b')
    sqs.fails('CreateQueue', QueueName='work', Attributes={'DelaySeconds': '9'})
    sqs.fails('SetQueueAttributes', QueueUrl=url, Attributes={'DelaySeconds': '-9'})
    sqs.fails('SetQueueAttributes', QueueUrl=url, Attributes={'Colour': 'red'})
    sqs.fails('DeleteMessage', QueueUrl=url, ReceiptHandle='x')
    sqs.fails('StartMessageMoveTask', SourceArn=f'{arn}:work')
    sqs.fails('StartMessageMoveTask', SourceArn=f'{arn}:none')
    sqs.fails('GetQueueUrl', QueueName='none')
    sqs.call('DeleteQueue', QueueUrl=dead)


def check_sns():
    sns = Service('sns')
    topic = sns.call('CreateTopic', Name='news', Tags=[{'Key': 'a', 'Value': 'b'}])['TopicArn']
    fifo = sns.call('CreateTopic', Name='f.fifo', Attributes={'FifoTopic': 'true'})['TopicArn']
    queue = f'arn:aws:sqs:{REGION}:{ACCOUNT}:work'
    subscription = sns.call('Subscribe', TopicArn=topic, Protocol='sqs', Endpoint=queue,
                            Attributes={'FilterPolicy': '{"a":["b"]}'}, ReturnSubscriptionArn=True)['SubscriptionArn']
    sns.call('Subscribe', TopicArn=topic, Protocol='email', Endpoint='a@b.example')
    sns.call('SetSubscriptionAttributes', SubscriptionArn=subscription, AttributeName='RawMessageDelivery', AttributeValue='true')
    sns.call('GetSubscriptionAttributes', SubscriptionArn=subscription)
    sns.call('ListSubscriptions')
    sns.call('ListSubscriptionsByTopic', TopicArn=topic)
    sns.call('ListTopics')
    sns.call('SetTopicAttributes', TopicArn=topic, AttributeName='DisplayName', AttributeValue='<&>')
    sns.call('GetTopicAttributes', TopicArn=topic)
    sns.call('Publish', TopicArn=topic, Message='x', MessageAttributes={'a': {'DataType': 'String', 'StringValue': 'b'}})
    sns.call('Publish', TopicArn=fifo, Message='x', MessageGroupId='a', MessageDeduplicationId='1')
    sns.call('PublishBatch', TopicArn=topic, PublishBatchRequestEntries=[
        {'Id': 'a', 'Message': 'x'}, {'Id': 'b', 'Message': 'x', 'Subject': '\u0007'}])
    sns.call('TagResource', ResourceArn=topic, Tags=[{'Key': 'c', 'Value': 'd'}])
    sns.call('ListTagsForResource', ResourceArn=topic)
    sns.call('UntagResource', ResourceArn=topic, TagKeys=['c'])
    sns.fails('ConfirmSubscription', TopicArn=topic, Token='x')
    sns.fails('Publish', TopicArn=f'{topic}-none', Message='x')
    sns.fails('Publish', TopicArn=topic, Message='')
    sns.fails('PublishBatch', TopicArn=topic, PublishBatchRequestEntries=[{'Id': 'a', 'Message': 'x'}] * 2)
    sns.fails('PublishBatch', TopicArn=topic, PublishBatchRequestEntries=[{'Id': 'a b', 'Message': 'x'}])
    sns.fails('PublishBatch', TopicArn=topic, PublishBatchRequestEntries=[{'Id': str(n), 'Message': 'x'} for n in range(11)])
    sns.fails('CreateTopic', Name='a b')
    sns.fails('Subscribe', TopicArn=topic, Protocol='sms', Endpoint='1')
    sns.fails('SetSubscriptionAttributes', SubscriptionArn=subscription, AttributeName='FilterPolicy', AttributeValue='{')
    sns.fails('GetSubscriptionAttributes', SubscriptionArn=f'{topic}:none')
    sns.fails('ListTagsForResource', ResourceArn=f'{topic}-none')
    sns.call('Unsubscribe', SubscriptionArn=subscription)
    sns.call('DeleteTopic', TopicArn=topic)


def check_s3():
    s3 = Service('s3')
    bucket = {'Bucket': 'shelf'}
    s3.call('CreateBucket', **bucket)
    s3.call('CreateBucket', **bucket)
    s3.call('HeadBucket', **bucket)
    s3.call('ListBuckets')
    s3.call('ListBuckets', MaxBuckets=1)
    s3.call('GetBucketLocation', **bucket)
    s3.call('GetBucketVersioning', **bucket)
    s3.call('PutBucketVersioning', **bucket, VersioningConfiguration={'Status': 'Enabled'})
    s3.call('GetBucketVersioning', **bucket)
    s3.call('PutBucketTagging', **bucket, Tagging={'TagSet': [{'Key': 'a', 'Value': 'b'}]})
    s3.call('GetBucketTagging', **bucket)
    s3.call('DeleteBucketTagging', **bucket)
    for key in ('a', 'b/c', 'b/d'):
        s3.call('PutObject', **bucket, Key=key, Body=b'x' * 100, Metadata={'m': 'n'}, Tagging='a=b', ContentType='text/csv',
                ChecksumAlgorithm='SHA256')
    s3.call('GetObject', **bucket, Key='a', ChecksumMode='ENABLED')['Body'].read()
    s3.call('GetObject', **bucket, Key='a', Range='bytes=1-2')['Body'].read()
    s3.call('HeadObject', **bucket, Key='a', ChecksumMode='ENABLED')
    s3.call('GetObjectTagging', **bucket, Key='a')
    s3.call('CopyObject', **bucket, Key='copy', CopySource='shelf/a')
    s3.call('ListObjects', **bucket, Delimiter='/', MaxKeys=1)
    s3.call('ListObjectsV2', **bucket, Delimiter='/', FetchOwner=True)
    s3.call('ListObjectsV2', **bucket, MaxKeys=1)
    s3.call('DeleteObject', **bucket, Key='copy')
    s3.call('ListObjectVersions', **bucket)
    s3.call('ListObjectVersions', **bucket, MaxKeys=1)
    upload = {**bucket, 'Key': 'big'}
    upload['UploadId'] = s3.call('CreateMultipartUpload', **bucket, Key='big', ChecksumAlgorithm='CRC32')['UploadId']
    part = s3.call('UploadPart', **upload, PartNumber=1, Body=b'x' * 5 * 1024 ** 2, ChecksumAlgorithm='CRC32')
    copied = s3.call('UploadPartCopy', **upload, PartNumber=2, CopySource='shelf/a')['CopyPartResult']
    s3.call('ListParts', **upload)
    s3.call('ListMultipartUploads', **bucket)
    s3.call('CompleteMultipartUpload', **upload, MultipartUpload={'Parts': [
        {'PartNumber': 1, 'ETag': part['ETag'], 'ChecksumCRC32': part['ChecksumCRC32']},
        {'PartNumber': 2, 'ETag': copied['ETag'], 'ChecksumCRC32': copied['ChecksumCRC32']}]})
    s3.call('GetObject', **bucket, Key='big', PartNumber=1)['Body'].read()
    aborted = s3.call('CreateMultipartUpload', **bucket, Key='never')['UploadId']
    s3.call('AbortMultipartUpload', **bucket, Key='never', UploadId=aborted)
    s3.fails('AbortMultipartUpload', **bucket, Key='never', UploadId=aborted)
    s3.fails('GetObject', **bucket, Key='none')
    s3.fails('GetObject', **bucket, Key='a', IfMatch='"x"')
    s3.fails('GetObject', **bucket, Key='a', Range='bytes=1000-')
    s3.fails('HeadObject', **bucket, Key='none')
    s3.fails('GetObject', Bucket='none', Key='a')
    s3.fails('CreateBucket', Bucket='a_b')
    s3.fails('GetBucketTagging', **bucket)
    s3.fails('DeleteBucket', **bucket)
    s3.fails('PutObject', **bucket, Key='k' * 1025, Body=b'')
    s3.call('DeleteObjects', **bucket, Delete={'Objects': [{'Key': 'a'}, {'Key': 'b/c', 'VersionId': 'x'}]})
    s3.call('CreateBucket', Bucket='short')
    s3.call('DeleteBucket', Bucket='short')


def check_dynamodb():
    dynamodb = Service('dynamodb')
    table = {'TableName': 'Stock'}
    index = {'IndexName': 'ByCount', 'KeySchema': [{'AttributeName': 'count', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}
    dynamodb.call('CreateTable', **table, BillingMode='PAY_PER_REQUEST',
                  AttributeDefinitions=[{'AttributeName': 'id', 'AttributeType': 'S'}, {'AttributeName': 'count', 'AttributeType': 'N'}],
                  KeySchema=[{'AttributeName': 'id', 'KeyType': 'HASH'}], GlobalSecondaryIndexes=[index],
                  StreamSpecification={'StreamEnabled': True, 'StreamViewType': 'NEW_AND_OLD_IMAGES'},
                  Tags=[{'Key': 'a', 'Value': 'b'}])
    described = dynamodb.call('DescribeTable', **table)['Table']
    dynamodb.call('ListTables')
    key = {'id': {'S': 'a'}}
    everything = {'ReturnConsumedCapacity': 'INDEXES', 'ReturnItemCollectionMetrics': 'SIZE'}
    dynamodb.call('PutItem', **table, Item={**key, 'count': {'N': '1'}, 'bytes': {'B': b'\0'}, 'set': {'SS': ['x']},
                                            'list': {'L': [{'NULL': True}]}, 'map': {'M': {'b': {'BOOL': True}}}},
                  ReturnValues='ALL_OLD', **everything)
    dynamodb.call('GetItem', **table, Key=key, ReturnConsumedCapacity='TOTAL')
    dynamodb.call('UpdateItem', **table, Key=key, UpdateExpression='SET c = :c', ExpressionAttributeValues={':c': {'N': '1'}},
                  ReturnValues='ALL_NEW', **everything)
    dynamodb.call('Query', **table, KeyConditionExpression='id = :i', ExpressionAttributeValues={':i': {'S': 'a'}},
                  ReturnConsumedCapacity='TOTAL')
    dynamodb.call('Scan', **table, Limit=1, ReturnConsumedCapacity='TOTAL')
    dynamodb.call('BatchWriteItem', RequestItems={'Stock': [{'PutRequest': {'Item': {'id': {'S': 'b'}}}}]}, **everything)
    dynamodb.call('BatchGetItem', RequestItems={'Stock': {'Keys': [key]}}, ReturnConsumedCapacity='TOTAL')
    dynamodb.call('TransactWriteItems', TransactItems=[{'Put': {**table, 'Item': {'id': {'S': 'c'}}}}], **everything)
    dynamodb.call('TransactGetItems', TransactItems=[{'Get': {**table, 'Key': key}}], ReturnConsumedCapacity='TOTAL')
    dynamodb.call('DescribeTimeToLive', **table)
    dynamodb.call('UpdateTimeToLive', **table, TimeToLiveSpecification={'Enabled': True, 'AttributeName': 'ttl'})
    dynamodb.call('DescribeTimeToLive', **table)
    dynamodb.call('DescribeContinuousBackups', **table)
    dynamodb.call('UpdateContinuousBackups', **table, PointInTimeRecoverySpecification={'PointInTimeRecoveryEnabled': True})
    arn = described['TableArn']
    dynamodb.call('TagResource', ResourceArn=arn, Tags=[{'Key': 'c', 'Value': 'd'}])
    dynamodb.call('ListTagsOfResource', ResourceArn=arn)
    dynamodb.call('UntagResource', ResourceArn=arn, TagKeys=['c'])
    condition = {'ConditionExpression': 'attribute_not_exists(id)'}
    dynamodb.fails('PutItem', **table, Item=key, **condition, ReturnValuesOnConditionCheckFailure='ALL_OLD')
    dynamodb.fails('PutItem', **table, Item={})
    dynamodb.fails('GetItem', TableName='None', Key=key)
    dynamodb.fails('CreateTable', **table, BillingMode='PAY_PER_REQUEST', AttributeDefinitions=[], KeySchema=[])
    dynamodb.fails('TransactWriteItems', TransactItems=[{'Put': {**table, 'Item': key, **condition}}])
    dynamodb.fails('ListTagsOfResource', ResourceArn=f'{arn}-none')

    streams = Service('dynamodbstreams')
    stream = described['LatestStreamArn']
    streams.call('ListStreams', TableName='Stock')
    shards = streams.call('DescribeStream', StreamArn=stream)['StreamDescription']['Shards']
    for shard in shards:
        iterator = streams.call('GetShardIterator', StreamArn=stream, ShardId=shard['ShardId'], ShardIteratorType='TRIM_HORIZON')
        streams.call('GetRecords', ShardIterator=iterator['ShardIterator'])
    streams.fails('DescribeStream', StreamArn=f'{stream}-none')
    check_bulk_puts(dynamodb, table)
    dynamodb.call('UpdateTable', **table, DeletionProtectionEnabled=False)
    dynamodb.call('DeleteItem', **table, Key=key, ReturnValues='ALL_OLD', **everything)
    dynamodb.call('DeleteTable', **table)


def check_bulk_puts(dynamodb, table):
    s3 = Service('s3')
    s3.call('CreateBucket', Bucket='bulk')
    s3.call('PutObject', Bucket='bulk', Key='in/a.json', Body=b'{"Item":{"id":{"S":"bulk"}}}\n{"Item":{}}\n')
    request = {
        **table,
        'InputS3Configuration': {'S3Bucket': 'bulk', 'S3KeyPrefix': 'in/', 'InputFormat': 'DYNAMODB_JSON',
                                 'InputCompressionType': 'NONE'},
        'OutputS3Configuration': {'S3Bucket': 'bulk', 'S3KeyPrefix': 'out/', 'OutputType': ['ERROR', 'CONDITION_CHECK_FAILURE']},
        'ClientToken': 'one',
    }
    arn = dynamodb.call('StartBulkPutItems', **request)['BulkOperationDescription']['BulkOperationArn']
    dynamodb.call('StartBulkPutItems', **request)
    dynamodb.fails('StartBulkPutItems', **{**request, 'MaxWriteRequestUnits': 2048})
    dynamodb.fails('StartBulkPutItems', **{**request, 'ClientToken': 'two', 'MaxWriteRequestUnits': 1})
    dynamodb.call('DescribeBulkOperation', BulkOperationArn=arn)
    for _ in range(100):
        status = dynamodb.call('DescribeBulkOperation', BulkOperationArn=arn)['BulkOperationDescription']['BulkOperationStatus']
        if status != 'IN_PROGRESS':
            break
        time.sleep(0.1)
    dynamodb.call('ListBulkOperations')
    dynamodb.call('ListBulkOperations', MaxResults=1)
    dynamodb.fails('ListBulkOperations', MaxResults=26)
    dynamodb.fails('DescribeBulkOperation', BulkOperationArn=f'{arn}-none')
    dynamodb.fails('CancelBulkOperation', BulkOperationArn=arn)
    other = dynamodb.call('StartBulkPutItems', **{**request, 'ClientToken': 'three'})['BulkOperationDescription']['BulkOperationArn']
    dynamodb.call('CancelBulkOperation', BulkOperationArn=other)


def check_lambda():
    function = Service('lambda')
    name = {'FunctionName': 'measure'}
    function.call('ListFunctions')
    function.call('GetFunction', **name)
    configuration = function.call('GetFunctionConfiguration', **name)
    function.call('Invoke', **name, Payload=b'{"lines":["an ERROR","end"]}')
    function.call('Invoke', **name, InvocationType='DryRun')
    function.call('Invoke', **name, InvocationType='Event', Payload=b'{"lines":[]}')
    function.call('TagResource', Resource=configuration['FunctionArn'], Tags={'a': 'b'})
    function.call('ListTags', Resource=configuration['FunctionArn'])
    function.call('UntagResource', Resource=configuration['FunctionArn'], TagKeys=['a'])
    function.call('GetFunction', FunctionName='described')
    function.fails('Invoke', FunctionName='none')
    function.fails('Invoke', **name, Payload=b'{')
    function.fails('GetFunction', FunctionName='none')
    function.fails('ListTags', Resource=f'{configuration["FunctionArn"]}-none')
    function.call('ListEventSourceMappings')
    function.call('ListEventSourceMappings', FunctionName='measure', MaxItems=1)


def check_logs():
    logs = Service('logs')
    group = {'logGroupName': '/aws/lambda/measure'}
    time.sleep(0.5)
    arn = logs.call('DescribeLogGroups')['logGroups'][0]['logGroupArn']
    stream = logs.call('DescribeLogStreams', **group)['logStreams'][0]['logStreamName']
    logs.call('FilterLogEvents', **group, filterPattern='ERROR')
    logs.call('FilterLogEvents', **group, limit=1)
    logs.call('GetLogEvents', **group, logStreamName=stream)
    logs.call('TagResource', resourceArn=arn, tags={'a': 'b'})
    logs.call('ListTagsForResource', resourceArn=arn)
    logs.call('UntagResource', resourceArn=arn, tagKeys=['a'])
    logs.fails('FilterLogEvents', logGroupName='none')
    logs.fails('FilterLogEvents', **group, filterPattern='[a]')
    logs.fails('GetLogEvents', **group, logStreamName='none')
    logs.fails('ListTagsForResource', resourceArn=f'{arn}-none')

    cloudwatch = Service('cloudwatch')
    metric = {'Namespace': 'groundcrew', 'MetricName': 'Rows', 'Dimensions': [{'Name': 'stage', 'Value': 'test'}]}
    stat = {'Metric': metric, 'Period': 60, 'Stat': 'Sum'}
    times = {'StartTime': NOW - timedelta(hours=1), 'EndTime': NOW + timedelta(hours=1)}
    listed = cloudwatch.call('ListMetrics', Namespace='groundcrew')
    if not listed['Metrics']:
        checker.problems.append('cloudwatch ListMetrics: the metric of the function is not there')
    data = cloudwatch.call('GetMetricData', MetricDataQueries=[{'Id': 'a', 'MetricStat': stat}], **times)
    if data['MetricDataResults'][0]['Values'] != [3.0]:
        checker.problems.append(f'cloudwatch GetMetricData: {data["MetricDataResults"]} instead of a sum of 3')
    cloudwatch.fails('GetMetricData', MetricDataQueries=[{'Id': 'a', 'Expression': 'SUM(x)'}], **times)
    cloudwatch.fails('ListMetrics', NextToken='x')


def check_ec2():
    ec2 = Service('ec2')
    for operation in ('DescribeAddresses', 'DescribeImages', 'DescribeInstances', 'DescribeInternetGateways', 'DescribeNatGateways',
                      'DescribeNetworkInterfaces', 'DescribeRegions', 'DescribeRouteTables', 'DescribeSecurityGroups',
                      'DescribeSnapshots', 'DescribeSpotInstanceRequests', 'DescribeSubnets', 'DescribeTags', 'DescribeVolumes', 'DescribeVpcs'):
        ec2.call(operation)
    ec2.call('DescribeInstanceTypes', InstanceTypes=['t3.micro', 'm7g.large'])
    ec2.call('DescribeInstances', MaxResults=5)
    ec2.call('DescribeInstanceStatus', IncludeAllInstances=True, MaxResults=5)
    ec2.fails('DescribeInstanceStatus', MaxResults=1)
    ec2.call('DescribeVolumes', MaxResults=5)
    instances = ec2.call('DescribeInstances')['Reservations'][0]['Instances']
    identifier = instances[0]['InstanceId']
    ec2.call('CreateTags', Resources=[identifier], Tags=[{'Key': 'a', 'Value': 'b'}])
    ec2.call('DescribeTags', Filters=[{'Name': 'key', 'Values': ['a']}])
    ec2.call('DeleteTags', Resources=[identifier], Tags=[{'Key': 'a'}])
    ec2.call('StopInstances', InstanceIds=[identifier])
    ec2.fails('StartInstances', InstanceIds=[identifier])
    other = instances[-1]['InstanceId']
    ec2.call('StartInstances', InstanceIds=[other])
    ec2.fails('StopInstances', InstanceIds=['i-0123456789abcdef9'])
    ec2.fails('DescribeInstances', InstanceIds=['i-0123456789abcdef9'])
    ec2.fails('DescribeInstances', InstanceIds=['x'])
    ec2.fails('DescribeInstances', Filters=[{'Name': 'colour', 'Values': ['red']}])
    ec2.fails('CreateTags', Resources=['vol-0123456789abcdef9'], Tags=[{'Key': 'a', 'Value': 'b'}])
    ec2.fails('DescribeInstanceTypes', InstanceTypes=['x1.nothing'])
    ec2.fails('DescribeSpotInstanceRequests', SpotInstanceRequestIds=['sir-00000000'])
    check_ec2_networks(ec2)


def check_schedules():
    rds = Service('rds')
    rds.call('DescribeDBInstances')
    rds.call('DescribeDBInstances', DBInstanceIdentifier='shop')
    rds.fails('DescribeDBInstances', DBInstanceIdentifier='none')
    rds.fails('DescribeDBInstances', MaxRecords=1)
    rds.fails('DescribeDBInstances', Filters=[{'Name': 'engine', 'Values': ['mysql']}])
    rds.call('DescribeDBClusters')
    rds.fails('DescribeDBClusters', DBClusterIdentifier='none')
    rds.call('StopDBInstance', DBInstanceIdentifier='shop')
    rds.fails('StopDBInstance', DBInstanceIdentifier='shop')
    rds.call('StartDBInstance', DBInstanceIdentifier='idle')
    rds.fails('StartDBInstance', DBInstanceIdentifier='full')
    rds.fails('StartDBInstance', DBInstanceIdentifier='locked')
    rds.fails('StartDBInstance', DBInstanceIdentifier='none')
    rds.call('StopDBCluster', DBClusterIdentifier='orders')
    rds.fails('StopDBCluster', DBClusterIdentifier='orders')
    rds.fails('StopDBCluster', DBClusterIdentifier='none')
    rds.call('StartDBCluster', DBClusterIdentifier='resting')
    groups = Service('autoscaling')
    groups.call('DescribeAutoScalingGroups')
    groups.call('DescribeAutoScalingGroups', AutoScalingGroupNames=['web'], MaxRecords=1)
    groups.fails('DescribeAutoScalingGroups', MaxRecords=1000)
    groups.fails('DescribeAutoScalingGroups', NextToken='x')
    tag = {'ResourceId': 'web', 'ResourceType': 'auto-scaling-group', 'Key': 'a', 'Value': 'b', 'PropagateAtLaunch': False}
    groups.call('CreateOrUpdateTags', Tags=[tag])
    groups.fails('CreateOrUpdateTags', Tags=[{**tag, 'ResourceId': 'none'}])
    groups.call('UpdateAutoScalingGroup', AutoScalingGroupName='web', MinSize=0, MaxSize=0, DesiredCapacity=0)
    groups.fails('UpdateAutoScalingGroup', AutoScalingGroupName='web', MinSize=2, MaxSize=1)
    groups.fails('UpdateAutoScalingGroup', AutoScalingGroupName='none', MinSize=0)
    trail = Service('cloudtrail')
    trail.call('LookupEvents')
    trail.call('LookupEvents', LookupAttributes=[{'AttributeKey': 'ResourceName', 'AttributeValue': 'shop'}], MaxResults=1)
    trail.fails('LookupEvents', NextToken='x')
    trail.fails('LookupEvents', MaxResults=1000)


# The lists of services that are limited to them: the parameter of a page's size, and that of its token.
LISTED = (
    ('apigateway', 'GetRestApis', 'limit', 'position'),
    ('apigatewayv2', 'GetApis', 'MaxResults', 'NextToken'),
    ('cloudformation', 'DescribeStacks', None, 'NextToken'),
    ('cloudfront', 'ListDistributions', 'MaxItems', 'Marker'),
    ('cloudwatch', 'DescribeAlarms', 'MaxRecords', 'NextToken'),
    ('ecr', 'DescribeRepositories', 'maxResults', 'nextToken'),
    ('ecs', 'ListClusters', 'maxResults', 'nextToken'),
    ('ecs', 'ListServices', 'maxResults', 'nextToken'),
    ('efs', 'DescribeFileSystems', 'MaxItems', 'Marker'),
    ('eks', 'ListClusters', 'maxResults', 'nextToken'),
    ('elasticache', 'DescribeCacheClusters', 'MaxRecords', 'Marker'),
    ('elasticache', 'DescribeReplicationGroups', 'MaxRecords', 'Marker'),
    ('elasticache', 'DescribeServerlessCaches', 'MaxResults', 'NextToken'),
    ('elb', 'DescribeLoadBalancers', 'PageSize', 'Marker'),
    ('elbv2', 'DescribeLoadBalancers', 'PageSize', 'Marker'),
    ('elbv2', 'DescribeTargetGroups', 'PageSize', 'Marker'),
    ('kinesis', 'ListStreams', 'Limit', 'NextToken'),
    ('kms', 'ListAliases', 'Limit', 'Marker'),
    ('kms', 'ListKeys', 'Limit', 'Marker'),
    ('opensearch', 'ListDomainNames', None, None),
    ('redshift', 'DescribeClusters', 'MaxRecords', 'Marker'),
    ('route53', 'ListHostedZones', 'MaxItems', 'Marker'),
    ('route53', 'ListHostedZonesByName', 'MaxItems', None),
    ('secretsmanager', 'ListSecrets', 'MaxResults', 'NextToken'),
    ('stepfunctions', 'ListStateMachines', 'maxResults', 'nextToken'),
)


def check_lists():
    for name, operation, size, token in LISTED:
        service = Service(name)
        required = {'cluster': 'one'} if operation == 'ListServices' else {}
        service.call(operation, **required)
        if size is not None:
            # Of some that is a text.
            text = service.client.meta.service_model.operation_model(operation).input_shape.members[size].type_name == 'string'
            service.call(operation, **required, **{size: '1' if text else 1})
            service.fails(operation, **required, **{size: '100000' if text else 100000})
        if token is not None:
            service.fails(operation, **required, **{token: 'x'})
    dns = Service('route53')
    dns.call('ListHealthChecks')
    dns.call('ListHealthChecks', MaxItems='1')
    dns.fails('ListHealthChecks', MaxItems='0')
    dns.fails('ListHealthChecks', Marker='x')
    dns.fails('GetHealthCheckStatus', HealthCheckId='none')
    iam = Service('iam')
    for kind in ('Role', 'User'):
        iam.call('GetAccountAuthorizationDetails', Filter=[kind], MaxItems=1)
    iam.fails('GetAccountAuthorizationDetails', Filter=['Group'])


def check_states():
    states = Service('stepfunctions')
    child = {'StartAt': 'Wait', 'States': {'Wait': {'Type': 'Wait', 'Seconds': 300, 'End': True}}}
    definition = {
        'StartAt': 'Each',
        'States': {
            'Each': {
                'Type': 'Map',
                'Label': 'Each',
                'ItemsPath': '$.items',
                'MaxConcurrency': 2,
                'ItemProcessor': {'ProcessorConfig': {'Mode': 'DISTRIBUTED', 'ExecutionType': 'STANDARD'}, **child},
                'End': True,
            },
        },
    }
    role = f'arn:aws:iam::{ACCOUNT}:role/reader'
    made = states.call('CreateStateMachine', name='each', definition=json.dumps(definition), roleArn=role,
                       tags=[{'key': 'a', 'value': 'b'}])
    machine = made['stateMachineArn']
    states.call('ValidateStateMachineDefinition', definition=json.dumps(definition))
    states.call('ValidateStateMachineDefinition', definition='{"StartAt": "None", "States": {}}')
    states.call('DescribeStateMachine', stateMachineArn=machine)
    states.call('ListStateMachines', maxResults=1)
    states.call('ListTagsForResource', resourceArn=machine)
    states.call('TagResource', resourceArn=machine, tags=[{'key': 'c', 'value': 'd'}])
    states.call('UntagResource', resourceArn=machine, tagKeys=['c'])
    started = states.call('StartExecution', stateMachineArn=machine, name='one', input='{"items": [1, 2, 3]}')
    execution = started['executionArn']
    runs = []
    for _ in range(100):
        runs = states.call('ListMapRuns', executionArn=execution)['mapRuns']
        if runs and states.call('ListExecutions', mapRunArn=runs[0]['mapRunArn'])['executions']:
            break
        time.sleep(0.1)
    run = runs[0]['mapRunArn']
    states.call('DescribeMapRun', mapRunArn=run)
    states.call('UpdateMapRun', mapRunArn=run, maxConcurrency=1, toleratedFailurePercentage=10)
    part = states.call('ListExecutions', mapRunArn=run, maxResults=1)['executions'][0]['executionArn']
    states.call('DescribeExecution', executionArn=part)
    states.call('DescribeExecution', executionArn=execution)
    states.call('ListExecutions', stateMachineArn=machine, statusFilter='RUNNING')
    states.fails('RedriveExecution', executionArn=execution)
    states.call('StopExecution', executionArn=execution, error='Stopped', cause='by a test')
    states.call('DescribeMapRun', mapRunArn=run)
    states.call('RedriveExecution', executionArn=execution)
    states.call('GetExecutionHistory', executionArn=execution, maxResults=2)
    states.call('GetExecutionHistory', executionArn=execution, reverseOrder=True, includeExecutionData=False)
    states.call('UpdateStateMachine', stateMachineArn=machine, definition=json.dumps(child))
    states.fails('StartExecution', stateMachineArn=machine, name='one', input='{"items": []}')
    states.fails('StartExecution', stateMachineArn=machine, input='{')
    states.fails('StartExecution', stateMachineArn=f'{machine}-none')
    states.fails('CreateStateMachine', name='each', definition=json.dumps(definition), roleArn=role)
    states.fails('CreateStateMachine', name='bad', definition='{', roleArn=role)
    states.fails('CreateStateMachine', name='a b', definition=json.dumps(definition), roleArn=role)
    states.fails('DescribeExecution', executionArn=f'{execution}-none')
    states.fails('DescribeMapRun', mapRunArn=f'{run}-none')
    states.fails('GetExecutionHistory', executionArn=f'{execution}-none')
    states.fails('UpdateStateMachine', stateMachineArn=machine)
    states.fails('ListExecutions')
    states.call('StopExecution', executionArn=execution)
    states.fails('RedriveExecution', executionArn=f'{execution}-none')
    states.call('DeleteStateMachine', stateMachineArn=machine)


def check_others():
    sts = Service('sts')
    sts.call('GetCallerIdentity')
    sts.call('AssumeRole', RoleArn=f'arn:aws:iam::{ACCOUNT}:role/reader', RoleSessionName='check')
    sts.fails('AssumeRole', RoleArn=f'arn:aws:iam::{ACCOUNT}:role/none', RoleSessionName='check')
    sts.fails('AssumeRole', RoleArn='none', RoleSessionName='check')

    ssm = Service('ssm')
    ssm.call('DescribeInstanceInformation')
    ssm.call('DescribeInstanceInformation', Filters=[{'Key': 'InstanceIds', 'Values': ['i-0123456789abcdef0']}], MaxResults=5)
    ssm.fails('DescribeInstanceInformation', MaxResults=1)
    organizations = Service('organizations')
    organizations.call('ListAccounts')
    organizations.fails('ListAccounts', NextToken='x')
    organizations.call('DescribeOrganization')
    iam = Service('iam')
    iam.call('ListAccountAliases')
    iam.call('GetRole', RoleName='measure')
    iam.fails('GetRole', RoleName='none')
    iam.call('ListRolePolicies', RoleName='measure')
    iam.call('GetRolePolicy', RoleName='measure', PolicyName='manifest')
    iam.fails('GetRolePolicy', RoleName='measure', PolicyName='none')
    iam.call('ListAttachedRolePolicies', RoleName='measure')

    events = Service('events')
    entry = {'Source': 'shop', 'DetailType': 'order', 'Detail': '{}'}
    events.call('PutEvents', Entries=[entry, {**entry, 'Detail': '{'}])
    events.fails('PutEvents', Entries=[])

    tagging = Service('resourcegroupstaggingapi')
    tagging.call('GetResources', ResourcesPerPage=1)
    arn = tagging.call('GetResources')['ResourceTagMappingList'][0]['ResourceARN']
    tagging.call('GetTagKeys')
    tagging.call('GetTagValues', Key='Project')
    tagging.call('TagResources', ResourceARNList=[arn, f'{arn}-none'], Tags={'x': 'y'})
    tagging.call('UntagResources', ResourceARNList=[arn], TagKeys=['x'])
    tagging.fails('TagResources', ResourceARNList=[], Tags={'x': 'y'})
    tagging.fails('GetResources', PaginationToken='x')

    groups = Service('resource-groups')
    query = {'Type': 'TAG_FILTERS_1_0', 'Query': json.dumps({
        'ResourceTypeFilters': ['AWS::AllSupported'], 'TagFilters': [{'Key': 'Project', 'Values': ['shop']}]})}
    made = groups.call('CreateGroup', Name='shop', ResourceQuery=query, Tags={'a': 'b'})['Group']['GroupArn']
    groups.call('GetGroup', Group='shop')
    groups.call('GetGroupQuery', Group='shop')
    groups.call('ListGroups')
    groups.call('ListGroupResources', Group='shop')
    groups.call('SearchResources', ResourceQuery=query)
    groups.call('UpdateGroup', Group='shop', Description='x')
    groups.call('UpdateGroupQuery', Group='shop', ResourceQuery=query)
    groups.call('Tag', Arn=made, Tags={'c': 'd'})
    groups.call('GetTags', Arn=made)
    groups.call('Untag', Arn=made, Keys=['c'])
    groups.fails('GetGroup', Group='none')
    groups.fails('CreateGroup', Name='shop', ResourceQuery=query)
    groups.fails('CreateGroup', Name='bad', ResourceQuery={'Type': 'x', 'Query': '{'})
    groups.call('DeleteGroup', Group='shop')

    costs = Service('ce')
    period = {'Start': '2026-06-01', 'End': '2026-07-01'}
    costs.call('GetCostAndUsage', TimePeriod=period, Granularity='DAILY', Metrics=['UnblendedCost'],
               GroupBy=[{'Type': 'DIMENSION', 'Key': 'SERVICE'}])
    costs.call('GetDimensionValues', TimePeriod=period, Dimension='SERVICE')
    costs.call('GetTags', TimePeriod=period)
    costs.call('GetTags', TimePeriod=period, TagKey='Project')
    costs.fails('GetCostAndUsage', TimePeriod={'Start': '2026-07-01', 'End': '2026-06-01'}, Granularity='DAILY', Metrics=['UnblendedCost'])
    plans = {'Start': '2026-06-01', 'End': '2026-07-01'}
    for name in ('GetSavingsPlansUtilizationDetails', 'GetSavingsPlansCoverage', 'GetReservationUtilization', 'GetReservationCoverage'):
        costs.fails(name, TimePeriod=plans)
    costs.call('ListCostAllocationTags')
    costs.call('ListCostAllocationTags', Status='Active', MaxResults=1)
    costs.call('UpdateCostAllocationTagsStatus', CostAllocationTagsStatus=[
        {'TagKey': 'Project', 'Status': 'Inactive'}, {'TagKey': 'NoSuchKey', 'Status': 'Active'}])
    costs.fails('UpdateCostAllocationTagsStatus', CostAllocationTagsStatus=[{'TagKey': 'Project', 'Status': 'On'}])
    costs.call('StartCostAllocationTagBackfill', BackfillFrom=NOW.strftime('%Y-%m-01T00:00:00Z'))
    costs.fails('StartCostAllocationTagBackfill', BackfillFrom=NOW.strftime('%Y-%m-01T00:00:00Z'))
    costs.call('ListCostAllocationTagBackfillHistory')
    tomorrow = (NOW + timedelta(days=1)).strftime('%Y-%m-%d')
    later = (NOW + timedelta(days=10)).strftime('%Y-%m-%d')
    try:
        costs.call('GetCostForecast', TimePeriod={'Start': tomorrow, 'End': later}, Metric='UNBLENDED_COST', Granularity='DAILY')
    except ClientError:
        # Data may be missing; the error is checked all the same.
        pass


for check in (check_sqs, check_sns, check_s3, check_dynamodb, check_lambda, check_logs, check_ec2, check_schedules, check_states, check_lists,
              lambda: check_traffic(Service, ACCOUNT, REGION), check_others):
    check()
print(json.dumps({'problems': sorted(set(checker.problems)), 'called': {name: sorted(all_) for name, all_ in called.items()}}))
