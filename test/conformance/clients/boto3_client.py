"""Calls the embedded AWS at argv[1] with boto3 and prints a line for each step, as sdk-answers.ts expects them of every SDK."""

import hashlib
import sys
import urllib.request
from decimal import Decimal

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint = sys.argv[1]
session = boto3.session.Session("test", "test", region_name="us-east-1")
KEY = "2026 봄/seoul+busan (1).csv"
BODY = b"store,item,count\nBerlin,Echo,0\n"


def client(service):
    return session.client(service, endpoint_url=endpoint, config=Config(retries={"total_max_attempts": 1}))


def report(step, *values):
    print(f"{step}:", *(str(value).lower() if isinstance(value, bool) else value for value in values))


def code_of(call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "none"


def http(method, url, body=None):
    with urllib.request.urlopen(urllib.request.Request(url, body, method=method)) as response:
        return response.status, response.read()


def check_s3():
    s3 = client("s3")
    s3.create_bucket(Bucket="shop")
    report("buckets", *(bucket["Name"] for bucket in s3.list_buckets()["Buckets"]))
    put = s3.put_object(Bucket="shop", Key=KEY, Body=BODY, Metadata={"season": "spring"})
    report("put", put["ETag"])
    got = s3.get_object(Bucket="shop", Key=KEY)
    report("get", got["Body"].read() == BODY, got["Metadata"]["season"])
    part = s3.get_object(Bucket="shop", Key=KEY, Range="bytes=17-22")
    report("range", part["Body"].read().decode(), part["ContentRange"])
    report("put again", code_of(s3.put_object, Bucket="shop", Key=KEY, Body=b"", IfNoneMatch="*"))

    upload = s3.create_multipart_upload(Bucket="shop", Key="list/large.bin")["UploadId"]
    large = {"Bucket": "shop", "Key": "list/large.bin", "UploadId": upload}
    pieces = [b"a" * 5 * 1024 * 1024, b"b" * 1024]
    parts = [
        {"PartNumber": number, "ETag": s3.upload_part(**large, PartNumber=number, Body=piece)["ETag"]}
        for number, piece in enumerate(pieces, 1)
    ]
    done = s3.complete_multipart_upload(**large, MultipartUpload={"Parts": parts})
    report("multipart", done["ETag"])
    whole = s3.get_object(Bucket="shop", Key="list/large.bin")["Body"].read()
    report("multipart get", len(whole), hashlib.md5(whole).hexdigest() == hashlib.md5(b"".join(pieces)).hexdigest())

    copied = s3.copy_object(Bucket="shop", Key="list/copy.csv", CopySource={"Bucket": "shop", "Key": KEY})
    report("copy", copied["CopyObjectResult"]["ETag"])
    s3.put_object(Bucket="shop", Key="list/deep/down.txt", Body=b"x")
    pages = s3.get_paginator("list_objects_v2").paginate(
        Bucket="shop", Prefix="list/", Delimiter="/", PaginationConfig={"PageSize": 2}
    )
    listed = []
    for page in pages:
        listed += [entry["Key"] for entry in page.get("Contents", [])]
        listed += [entry["Prefix"] for entry in page.get("CommonPrefixes", [])]
    report("list", *sorted(listed))

    target = {"Bucket": "shop", "Key": "presigned é.txt"}
    status, _ = http("PUT", s3.generate_presigned_url("put_object", target), b"by a link")
    report("presigned put", status)
    report("presigned get", *(part.decode() if isinstance(part, bytes) else part
                           for part in http("GET", s3.generate_presigned_url("get_object", target))))

    s3.delete_object(Bucket="shop", Key=KEY)
    report("deleted", code_of(s3.get_object, Bucket="shop", Key=KEY))
    objects = [{"Key": key} for key in ("list/large.bin", "list/copy.csv", "list/deep/down.txt", "never there")]
    report("delete many", len(s3.delete_objects(Bucket="shop", Delete={"Objects": objects})["Deleted"]))


def check_dynamodb():
    dynamodb = client("dynamodb")
    dynamodb.create_table(
        TableName="Shelves",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("Store", "Item")],
        KeySchema=[
            {"AttributeName": "Store", "KeyType": "HASH"},
            {"AttributeName": "Item", "KeyType": "RANGE"},
        ],
    )
    dynamodb.get_waiter("table_exists").wait(TableName="Shelves")
    report("table", dynamodb.describe_table(TableName="Shelves")["Table"]["TableStatus"])
    table = session.resource("dynamodb", endpoint_url=endpoint).Table("Shelves")
    count = Decimal("12345678901234567890123456789012345678")
    table.put_item(Item={"Store": "Berlin", "Item": "주전자", "Count": count, "Tags": {"a", "b"}, "Raw": b"\0\xff"})
    item = table.get_item(Key={"Store": "Berlin", "Item": "주전자"})["Item"]
    report("get item", item["Count"], *sorted(item["Tags"]), bytes(item["Raw"]).hex())

    new = {"Item": {"Store": {"S": "Berlin"}, "Item": {"S": "Echo"}, "Count": {"N": "1"}}, "TableName": "Shelves"}
    key = {"Key": {"Store": {"S": "Berlin"}, "Item": {"S": "주전자"}}, "TableName": "Shelves"}
    names = {"ExpressionAttributeNames": {"#i": "Item"}}
    exists = {**key, **names, "ConditionExpression": "attribute_exists(#i)"}
    missing = {**names, "ConditionExpression": "attribute_not_exists(#i)"}
    dynamodb.transact_write_items(TransactItems=[{"Put": new}, {"ConditionCheck": exists}])
    try:
        dynamodb.transact_write_items(TransactItems=[{"Put": new}, {"ConditionCheck": {**key, **missing}}])
    except dynamodb.exceptions.TransactionCanceledException as error:
        report("transaction", *(reason["Code"] for reason in error.response["CancellationReasons"]))
    report("condition", code_of(dynamodb.put_item, **new, **missing))
    updated = table.update_item(
        Key={"Store": "Berlin", "Item": "Echo"},
        UpdateExpression="SET #c = #c + :n",
        ExpressionAttributeNames={"#c": "Count"},
        ExpressionAttributeValues={":n": 41},
        ReturnValues="UPDATED_NEW",
    )
    report("update", updated["Attributes"]["Count"])

    with table.batch_writer() as batch:
        for number in range(30):
            batch.put_item(Item={"Store": "Seoul", "Item": f"{number:02}", "Count": number})
    pages = dynamodb.get_paginator("query").paginate(
        TableName="Shelves",
        KeyConditionExpression="#s = :s AND #i BETWEEN :a AND :b",
        ExpressionAttributeNames={"#s": "Store", "#i": "Item"},
        ExpressionAttributeValues={":s": {"S": "Seoul"}, ":a": {"S": "05"}, ":b": {"S": "08"}},
        ScanIndexForward=False,
        PaginationConfig={"PageSize": 3},
    )
    report("query", *(item["Item"]["S"] for page in pages for item in page["Items"]))
    keys = [{"Store": {"S": "Seoul"}, "Item": {"S": item}} for item in ("00", "29", "30")]
    found = dynamodb.batch_get_item(RequestItems={"Shelves": {"Keys": keys}})["Responses"]["Shelves"]
    report("batch get", *sorted(item["Item"]["S"] for item in found))
    report("scan", dynamodb.scan(TableName="Shelves", Select="COUNT")["Count"])


def check_messages():
    sqs, sns = client("sqs"), client("sns")
    url = sqs.create_queue(QueueName="inbox")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sent = sqs.send_message_batch(
        QueueUrl=url, Entries=[{"Id": text, "MessageBody": text, "MessageAttributes": {
            "kind": {"DataType": "String", "StringValue": "test"}}} for text in ("one", "zwei")]
    )
    report("sent", len(sent["Successful"]))
    report("received", *sorted(receive(sqs, url)))
    topic = sns.create_topic(Name="news")["TopicArn"]
    raw = {"RawMessageDelivery": "true"}
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=raw)
    sns.publish(TopicArn=topic, Message="out of stock", Subject="Alert")
    report("published", *receive(sqs, url))
    try:
        sqs.get_queue_url(QueueName="nowhere")
    except sqs.exceptions.QueueDoesNotExist:
        report("no queue", "QueueDoesNotExist")


def receive(sqs, url):
    messages = sqs.receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=2, MessageAttributeNames=["All"]
    ).get("Messages", [])
    for message in messages:
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return [message["Body"] for message in messages]


def check_ec2():
    ec2 = client("ec2")
    pages = ec2.get_paginator("describe_instances").paginate(
        Filters=[{"Name": "tag:Project", "Values": ["shop"]}], PaginationConfig={"PageSize": 5}
    )
    instances = [one for page in pages for group in page["Reservations"] for one in group["Instances"]]
    report("instances", len(instances), *sorted({one["InstanceType"] for one in instances}))
    report("regions", "eu-west-1" in [region["RegionName"] for region in ec2.describe_regions()["Regions"]])
    report("no instance", code_of(ec2.describe_instances, InstanceIds=["i-0123456789abcdef0"]))


check_s3()
check_dynamodb()
check_messages()
check_ec2()
