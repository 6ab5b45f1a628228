// Calls the embedded AWS at the endpoint in its first argument with the AWS SDK for Go v2 and prints a line for each step, as
// sdk-answers.ts expects them of every SDK.
package main

import (
	"bytes"
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sort"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	dynamodbtypes "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	sqstypes "github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/aws/smithy-go"
)

const (
	key   = "2026 봄/seoul+busan (1).csv"
	body  = "store,item,count\nBerlin,Echo,0\n"
	shelf = "Shelves"
)

var ctx = context.Background()

func main() {
	config := aws.Config{
		Region:       "us-east-1",
		BaseEndpoint: aws.String(os.Args[1]),
		Credentials:  credentials.NewStaticCredentialsProvider("test", "test", ""),
		Retryer:      func() aws.Retryer { return aws.NopRetryer{} },
	}
	checkS3(s3.NewFromConfig(config, func(options *s3.Options) { options.UsePathStyle = true }))
	checkDynamoDB(dynamodb.NewFromConfig(config))
	checkMessages(sqs.NewFromConfig(config), sns.NewFromConfig(config))
}

func report(step string, values ...any) {
	fmt.Println(append([]any{step + ":"}, values...)...)
}

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func codeOf(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return fmt.Sprint(err)
}

func words(values []string) []any {
	sort.Strings(values)
	all := make([]any, len(values))
	for index, value := range values {
		all[index] = value
	}
	return all
}

func read(reader io.ReadCloser) []byte {
	defer reader.Close()
	return must(io.ReadAll(reader))
}

func send(method, url, content string, headers http.Header) (int, string) {
	request := must(http.NewRequest(method, url, strings.NewReader(content)))
	for name, values := range headers {
		if name != "Host" {
			request.Header[name] = values
		}
	}
	response := must(http.DefaultClient.Do(request))
	return response.StatusCode, string(read(response.Body))
}

func checkS3(client *s3.Client) {
	bucket := aws.String("shop")
	must(client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: bucket}))
	for _, one := range must(client.ListBuckets(ctx, &s3.ListBucketsInput{})).Buckets {
		report("buckets", *one.Name)
	}
	put := must(client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: bucket, Key: aws.String(key), Body: strings.NewReader(body), Metadata: map[string]string{"season": "spring"},
	}))
	report("put", *put.ETag)
	got := must(client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: aws.String(key)}))
	report("get", string(read(got.Body)) == body, got.Metadata["season"])
	part := must(client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: aws.String(key), Range: aws.String("bytes=17-22")}))
	report("range", string(read(part.Body)), *part.ContentRange)
	_, err := client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: bucket, Key: aws.String(key), Body: strings.NewReader(""), IfNoneMatch: aws.String("*"),
	})
	report("put again", codeOf(err))
	checkMultipart(client, bucket)

	source := aws.String("shop/" + strings.ReplaceAll(escape(key), "%2F", "/"))
	copied := must(client.CopyObject(ctx, &s3.CopyObjectInput{Bucket: bucket, Key: aws.String("list/copy.csv"), CopySource: source}))
	report("copy", *copied.CopyObjectResult.ETag)
	must(client.PutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: aws.String("list/deep/down.txt"), Body: strings.NewReader("x")}))
	checkList(client, bucket)

	target := aws.String("presigned é.txt")
	presigner := s3.NewPresignClient(client)
	upload := must(presigner.PresignPutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: target}))
	status, _ := send(upload.Method, upload.URL, "by a link", upload.SignedHeader)
	report("presigned put", status)
	download := must(presigner.PresignGetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: target}))
	status, text := send(download.Method, download.URL, "", download.SignedHeader)
	report("presigned get", status, text)

	must(client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: bucket, Key: aws.String(key)}))
	_, err = client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: aws.String(key)})
	report("deleted", codeOf(err))
	var objects []s3types.ObjectIdentifier
	for _, one := range []string{"list/large.bin", "list/copy.csv", "list/deep/down.txt", "never there"} {
		objects = append(objects, s3types.ObjectIdentifier{Key: aws.String(one)})
	}
	deleted := must(client.DeleteObjects(ctx, &s3.DeleteObjectsInput{Bucket: bucket, Delete: &s3types.Delete{Objects: objects}}))
	report("delete many", len(deleted.Deleted))
}

func escape(text string) string {
	var escaped strings.Builder
	for _, one := range []byte(text) {
		if strings.IndexByte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~", one) >= 0 {
			escaped.WriteByte(one)
		} else {
			fmt.Fprintf(&escaped, "%%%02X", one)
		}
	}
	return escaped.String()
}

func checkMultipart(client *s3.Client, bucket *string) {
	large := aws.String("list/large.bin")
	upload := must(client.CreateMultipartUpload(ctx, &s3.CreateMultipartUploadInput{Bucket: bucket, Key: large})).UploadId
	pieces := [][]byte{bytes.Repeat([]byte("a"), 5*1024*1024), bytes.Repeat([]byte("b"), 1024)}
	var parts []s3types.CompletedPart
	for index, piece := range pieces {
		number := aws.Int32(int32(index + 1))
		uploaded := must(client.UploadPart(ctx, &s3.UploadPartInput{
			Bucket: bucket, Key: large, UploadId: upload, PartNumber: number, Body: bytes.NewReader(piece),
		}))
		parts = append(parts, s3types.CompletedPart{PartNumber: number, ETag: uploaded.ETag, ChecksumCRC32: uploaded.ChecksumCRC32})
	}
	done := must(client.CompleteMultipartUpload(ctx, &s3.CompleteMultipartUploadInput{
		Bucket: bucket, Key: large, UploadId: upload, MultipartUpload: &s3types.CompletedMultipartUpload{Parts: parts},
	}))
	report("multipart", *done.ETag)
	whole := read(must(client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: large})).Body)
	report("multipart get", len(whole), md5.Sum(whole) == md5.Sum(bytes.Join(pieces, nil)))
}

func checkList(client *s3.Client, bucket *string) {
	pages := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{
		Bucket: bucket, Prefix: aws.String("list/"), Delimiter: aws.String("/"), MaxKeys: aws.Int32(2),
	})
	var listed []string
	for pages.HasMorePages() {
		page := must(pages.NextPage(ctx))
		for _, entry := range page.Contents {
			listed = append(listed, *entry.Key)
		}
		for _, entry := range page.CommonPrefixes {
			listed = append(listed, *entry.Prefix)
		}
	}
	report("list", words(listed)...)
}

type item = map[string]dynamodbtypes.AttributeValue

func text(value string) dynamodbtypes.AttributeValue {
	return &dynamodbtypes.AttributeValueMemberS{Value: value}
}

func number(value string) dynamodbtypes.AttributeValue {
	return &dynamodbtypes.AttributeValueMemberN{Value: value}
}

func textOf(value dynamodbtypes.AttributeValue) string {
	return value.(*dynamodbtypes.AttributeValueMemberS).Value
}

func checkDynamoDB(client *dynamodb.Client) {
	table := aws.String(shelf)
	must(client.CreateTable(ctx, &dynamodb.CreateTableInput{
		TableName:   table,
		BillingMode: dynamodbtypes.BillingModePayPerRequest,
		AttributeDefinitions: []dynamodbtypes.AttributeDefinition{
			{AttributeName: aws.String("Store"), AttributeType: "S"}, {AttributeName: aws.String("Item"), AttributeType: "S"},
		},
		KeySchema: []dynamodbtypes.KeySchemaElement{
			{AttributeName: aws.String("Store"), KeyType: "HASH"}, {AttributeName: aws.String("Item"), KeyType: "RANGE"},
		},
	}))
	if err := dynamodb.NewTableExistsWaiter(client).Wait(ctx, &dynamodb.DescribeTableInput{TableName: table}, time.Minute); err != nil {
		must(0, err)
	}
	report("table", must(client.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: table})).Table.TableStatus)
	kettle := item{"Store": text("Berlin"), "Item": text("주전자")}
	must(client.PutItem(ctx, &dynamodb.PutItemInput{TableName: table, Item: item{
		"Store": kettle["Store"], "Item": kettle["Item"],
		"Count": number("12345678901234567890123456789012345678"),
		"Tags":  &dynamodbtypes.AttributeValueMemberSS{Value: []string{"b", "a"}},
		"Raw":   &dynamodbtypes.AttributeValueMemberB{Value: []byte{0, 0xff}},
	}}))
	got := must(client.GetItem(ctx, &dynamodb.GetItemInput{TableName: table, Key: kettle})).Item
	tags := words(got["Tags"].(*dynamodbtypes.AttributeValueMemberSS).Value)
	raw := fmt.Sprintf("%x", got["Raw"].(*dynamodbtypes.AttributeValueMemberB).Value)
	report("get item", append(append([]any{got["Count"].(*dynamodbtypes.AttributeValueMemberN).Value}, tags...), raw)...)
	checkWrites(client, table, kettle)
	checkReads(client, table)
}

func checkWrites(client *dynamodb.Client, table *string, kettle item) {
	echo := item{"Store": text("Berlin"), "Item": text("Echo")}
	counted := item{"Store": text("Berlin"), "Item": text("Echo"), "Count": number("1")}
	names := map[string]string{"#i": "Item"}
	transact := func(condition string) error {
		_, err := client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: []dynamodbtypes.TransactWriteItem{
			{Put: &dynamodbtypes.Put{TableName: table, Item: counted}},
			{ConditionCheck: &dynamodbtypes.ConditionCheck{TableName: table, Key: kettle, ConditionExpression: aws.String(condition), ExpressionAttributeNames: names}},
		}})
		return err
	}
	must(0, transact("attribute_exists(#i)"))
	var canceled *dynamodbtypes.TransactionCanceledException
	if err := transact("attribute_not_exists(#i)"); !errors.As(err, &canceled) {
		must(0, fmt.Errorf("the transaction was not canceled: %w", err))
	}
	var reasons []any
	for _, reason := range canceled.CancellationReasons {
		reasons = append(reasons, *reason.Code)
	}
	report("transaction", reasons...)
	_, err := client.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: table, Item: counted, ConditionExpression: aws.String("attribute_not_exists(#i)"), ExpressionAttributeNames: names,
	})
	report("condition", codeOf(err))
	updated := must(client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: table, Key: echo,
		UpdateExpression:          aws.String("SET #c = #c + :n"),
		ExpressionAttributeNames:  map[string]string{"#c": "Count"},
		ExpressionAttributeValues: item{":n": number("41")},
		ReturnValues:              dynamodbtypes.ReturnValueUpdatedNew,
	}))
	report("update", updated.Attributes["Count"].(*dynamodbtypes.AttributeValueMemberN).Value)
}

func checkReads(client *dynamodb.Client, table *string) {
	for from := 0; from < 30; from += 25 {
		var requests []dynamodbtypes.WriteRequest
		for count := from; count < min(from+25, 30); count++ {
			requests = append(requests, dynamodbtypes.WriteRequest{PutRequest: &dynamodbtypes.PutRequest{Item: item{
				"Store": text("Seoul"), "Item": text(fmt.Sprintf("%02d", count)), "Count": number(fmt.Sprint(count)),
			}}})
		}
		must(client.BatchWriteItem(ctx, &dynamodb.BatchWriteItemInput{
			RequestItems: map[string][]dynamodbtypes.WriteRequest{shelf: requests},
		}))
	}
	pages := dynamodb.NewQueryPaginator(client, &dynamodb.QueryInput{
		TableName:                 table,
		KeyConditionExpression:    aws.String("#s = :s AND #i BETWEEN :a AND :b"),
		ExpressionAttributeNames:  map[string]string{"#s": "Store", "#i": "Item"},
		ExpressionAttributeValues: item{":s": text("Seoul"), ":a": text("05"), ":b": text("08")},
		ScanIndexForward:          aws.Bool(false),
		Limit:                     aws.Int32(3),
	})
	var queried []any
	for pages.HasMorePages() {
		for _, one := range must(pages.NextPage(ctx)).Items {
			queried = append(queried, textOf(one["Item"]))
		}
	}
	report("query", queried...)
	var keys []item
	for _, name := range []string{"00", "29", "30"} {
		keys = append(keys, item{"Store": text("Seoul"), "Item": text(name)})
	}
	found := must(client.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{
		RequestItems: map[string]dynamodbtypes.KeysAndAttributes{shelf: {Keys: keys}},
	})).Responses[shelf]
	var names []string
	for _, one := range found {
		names = append(names, textOf(one["Item"]))
	}
	report("batch get", words(names)...)
	report("scan", must(client.Scan(ctx, &dynamodb.ScanInput{TableName: table, Select: dynamodbtypes.SelectCount})).Count)
}

func checkMessages(queues *sqs.Client, topics *sns.Client) {
	url := must(queues.CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: aws.String("inbox")})).QueueUrl
	arn := must(queues.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{
		QueueUrl: url, AttributeNames: []sqstypes.QueueAttributeName{"QueueArn"},
	})).Attributes["QueueArn"]
	var entries []sqstypes.SendMessageBatchRequestEntry
	for _, content := range []string{"one", "zwei"} {
		entries = append(entries, sqstypes.SendMessageBatchRequestEntry{
			Id: aws.String(content), MessageBody: aws.String(content),
			MessageAttributes: map[string]sqstypes.MessageAttributeValue{
				"kind": {DataType: aws.String("String"), StringValue: aws.String("test")},
			},
		})
	}
	report("sent", len(must(queues.SendMessageBatch(ctx, &sqs.SendMessageBatchInput{QueueUrl: url, Entries: entries})).Successful))
	report("received", words(receive(queues, url))...)
	topic := must(topics.CreateTopic(ctx, &sns.CreateTopicInput{Name: aws.String("news")})).TopicArn
	must(topics.Subscribe(ctx, &sns.SubscribeInput{
		TopicArn: topic, Protocol: aws.String("sqs"), Endpoint: aws.String(arn),
		Attributes: map[string]string{"RawMessageDelivery": "true"},
	}))
	must(topics.Publish(ctx, &sns.PublishInput{TopicArn: topic, Message: aws.String("out of stock"), Subject: aws.String("Alert")}))
	report("published", words(receive(queues, url))...)
	_, err := queues.GetQueueUrl(ctx, &sqs.GetQueueUrlInput{QueueName: aws.String("nowhere")})
	if missing := (*sqstypes.QueueDoesNotExist)(nil); errors.As(err, &missing) {
		report("no queue", "QueueDoesNotExist")
	}
}

func receive(queues *sqs.Client, url *string) []string {
	var bodies []string
	for _, message := range must(queues.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
		QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 2, MessageAttributeNames: []string{"All"},
	})).Messages {
		must(queues.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: url, ReceiptHandle: message.ReceiptHandle}))
		bodies = append(bodies, *message.Body)
	}
	return bodies
}
