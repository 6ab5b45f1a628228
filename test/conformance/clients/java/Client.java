import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Calls the embedded AWS at the endpoint in its first argument with the AWS SDK for Java v2 and prints a line for each step, as
 * sdk-answers.ts expects them of every SDK.
 */
public final class Client {
  static final String BUCKET = "shop";
  static final String KEY = "2026 봄/seoul+busan (1).csv";
  static final String BODY = "store,item,count\nBerlin,Echo,0\n";
  static final String LARGE = "list/large.bin";
  static final String TABLE = "Shelves";
  static final Map<String, String> NAMES = Map.of("#i", "Item");

  public static void main(String[] args) throws Exception {
    System.setOut(new java.io.PrintStream(System.out, true, StandardCharsets.UTF_8));
    URI endpoint = URI.create(args[0]);
    Region region = Region.US_EAST_1;
    StaticCredentialsProvider keys = StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
    SdkHttpClient http = UrlConnectionHttpClient.create();
    S3Configuration path = S3Configuration.builder().pathStyleAccessEnabled(true).build();
    try (S3Presigner presigner = S3Presigner.builder().endpointOverride(endpoint).region(region)
        .credentialsProvider(keys).serviceConfiguration(path).build()) {
      checkS3(S3Client.builder().endpointOverride(endpoint).region(region).credentialsProvider(keys).httpClient(http)
          .serviceConfiguration(path).build(), presigner);
    }
    checkDynamoDb(DynamoDbClient.builder().endpointOverride(endpoint).region(region).credentialsProvider(keys)
        .httpClient(http).build());
    checkMessages(
        SqsClient.builder().endpointOverride(endpoint).region(region).credentialsProvider(keys).httpClient(http).build(),
        SnsClient.builder().endpointOverride(endpoint).region(region).credentialsProvider(keys).httpClient(http).build());
  }

  static void report(String step, Object... values) {
    System.out.println(step + ": " + Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(" ")));
  }

  static String codeOf(Runnable call) {
    try {
      call.run();
      return "none";
    } catch (AwsServiceException error) {
      return error.awsErrorDetails().errorCode();
    }
  }

  static String sorted(Stream<String> words) {
    return words.sorted().collect(Collectors.joining(" "));
  }

  static void checkS3(S3Client s3, S3Presigner presigner) throws IOException, InterruptedException {
    s3.createBucket(to -> to.bucket(BUCKET));
    report("buckets", sorted(s3.listBuckets().buckets().stream().map(Bucket::name)));
    report("put", s3.putObject(to -> to.bucket(BUCKET).key(KEY).metadata(Map.of("season", "spring")),
        RequestBody.fromString(BODY)).eTag());
    var got = s3.getObjectAsBytes(from -> from.bucket(BUCKET).key(KEY));
    report("get", got.asUtf8String().equals(BODY), got.response().metadata().get("season"));
    var part = s3.getObjectAsBytes(from -> from.bucket(BUCKET).key(KEY).range("bytes=17-22"));
    report("range", part.asUtf8String(), part.response().contentRange());
    report("put again", codeOf(() -> s3.putObject(to -> to.bucket(BUCKET).key(KEY).ifNoneMatch("*"), RequestBody.empty())));
    checkMultipart(s3);

    report("copy", s3.copyObject(one -> one.sourceBucket(BUCKET).sourceKey(KEY).destinationBucket(BUCKET)
        .destinationKey("list/copy.csv")).copyObjectResult().eTag());
    s3.putObject(to -> to.bucket(BUCKET).key("list/deep/down.txt"), RequestBody.fromString("x"));
    var pages = s3.listObjectsV2Paginator(of -> of.bucket(BUCKET).prefix("list/").delimiter("/").maxKeys(2));
    report("list", sorted(pages.stream().flatMap(page -> Stream.concat(
        page.contents().stream().map(entry -> entry.key()), page.commonPrefixes().stream().map(entry -> entry.prefix())))));
    checkPresigned(presigner);

    s3.deleteObject(one -> one.bucket(BUCKET).key(KEY));
    report("deleted", codeOf(() -> s3.getObjectAsBytes(from -> from.bucket(BUCKET).key(KEY))));
    List<ObjectIdentifier> objects = Stream.of(LARGE, "list/copy.csv", "list/deep/down.txt", "never there")
        .map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    report("delete many", s3.deleteObjects(from -> from.bucket(BUCKET).delete(all -> all.objects(objects))).deleted().size());
  }

  static void checkMultipart(S3Client s3) {
    String id = s3.createMultipartUpload(of -> of.bucket(BUCKET).key(LARGE)).uploadId();
    byte[] first = new byte[5 * 1024 * 1024];
    Arrays.fill(first, (byte) 'a');
    byte[] second = new byte[1024];
    Arrays.fill(second, (byte) 'b');
    List<byte[]> pieces = List.of(first, second);
    List<CompletedPart> parts = IntStream.rangeClosed(1, 2).mapToObj(number -> {
      var uploaded = s3.uploadPart(of -> of.bucket(BUCKET).key(LARGE).uploadId(id).partNumber(number),
          RequestBody.fromBytes(pieces.get(number - 1)));
      return CompletedPart.builder().partNumber(number).eTag(uploaded.eTag()).checksumCRC32(uploaded.checksumCRC32())
          .build();
    }).toList();
    report("multipart", s3.completeMultipartUpload(of -> of.bucket(BUCKET).key(LARGE).uploadId(id)
        .multipartUpload(all -> all.parts(parts))).eTag());
    byte[] whole = s3.getObjectAsBytes(from -> from.bucket(BUCKET).key(LARGE)).asByteArray();
    byte[] sent = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, sent, first.length, second.length);
    report("multipart get", whole.length, Arrays.equals(whole, sent));
  }

  static void checkPresigned(S3Presigner presigner) throws IOException, InterruptedException {
    String key = "presigned é.txt";
    HttpClient client = HttpClient.newHttpClient();
    URI upload = URI.create(presigner.presignPutObject(to -> to.signatureDuration(Duration.ofMinutes(5))
        .putObjectRequest(one -> one.bucket(BUCKET).key(key))).url().toString());
    HttpRequest put = HttpRequest.newBuilder(upload).PUT(HttpRequest.BodyPublishers.ofString("by a link")).build();
    report("presigned put", client.send(put, HttpResponse.BodyHandlers.ofString()).statusCode());
    URI download = URI.create(presigner.presignGetObject(from -> from.signatureDuration(Duration.ofMinutes(5))
        .getObjectRequest(one -> one.bucket(BUCKET).key(key))).url().toString());
    var response = client.send(HttpRequest.newBuilder(download).build(), HttpResponse.BodyHandlers.ofString());
    report("presigned get", response.statusCode(), response.body());
  }

  static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  static Map<String, AttributeValue> shelf(String store, String item) {
    return Map.of("Store", text(store), "Item", text(item));
  }

  static void checkDynamoDb(DynamoDbClient dynamodb) {
    dynamodb.createTable(of -> of.tableName(TABLE).billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(Stream.of("Store", "Item").map(name -> AttributeDefinition.builder().attributeName(name)
            .attributeType(ScalarAttributeType.S).build()).toList())
        .keySchema(KeySchemaElement.builder().attributeName("Store").keyType(KeyType.HASH).build(),
            KeySchemaElement.builder().attributeName("Item").keyType(KeyType.RANGE).build()));
    dynamodb.waiter().waitUntilTableExists(of -> of.tableName(TABLE));
    report("table", dynamodb.describeTable(of -> of.tableName(TABLE)).table().tableStatus());
    Map<String, AttributeValue> kettle = shelf("Berlin", "주전자");
    dynamodb.putItem(to -> to.tableName(TABLE).item(Map.of("Store", text("Berlin"), "Item", text("주전자"),
        "Count", AttributeValue.fromN("12345678901234567890123456789012345678"),
        "Tags", AttributeValue.fromSs(List.of("b", "a")),
        "Raw", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, (byte) 0xff})))));
    var item = dynamodb.getItem(from -> from.tableName(TABLE).key(kettle)).item();
    report("get item", item.get("Count").n(), sorted(item.get("Tags").ss().stream()),
        HexFormat.of().formatHex(item.get("Raw").b().asByteArray()));
    checkWrites(dynamodb, kettle);
    checkReads(dynamodb);
  }

  static void checkWrites(DynamoDbClient dynamodb, Map<String, AttributeValue> kettle) {
    Map<String, AttributeValue> counted =
        Map.of("Store", text("Berlin"), "Item", text("Echo"), "Count", AttributeValue.fromN("1"));
    transact(dynamodb, counted, kettle, "attribute_exists(#i)");
    try {
      transact(dynamodb, counted, kettle, "attribute_not_exists(#i)");
    } catch (TransactionCanceledException error) {
      report("transaction", error.cancellationReasons().stream().map(CancellationReason::code).toArray());
    }
    report("condition", codeOf(() -> dynamodb.putItem(
        to -> to.tableName(TABLE).item(counted).conditionExpression("attribute_not_exists(#i)")
            .expressionAttributeNames(NAMES))));
    report("update", dynamodb.updateItem(of -> of.tableName(TABLE).key(shelf("Berlin", "Echo"))
        .updateExpression("SET #c = #c + :n").expressionAttributeNames(Map.of("#c", "Count"))
        .expressionAttributeValues(Map.of(":n", AttributeValue.fromN("41"))).returnValues(ReturnValue.UPDATED_NEW))
        .attributes().get("Count").n());
  }

  static void transact(DynamoDbClient dynamodb, Map<String, AttributeValue> item, Map<String, AttributeValue> key,
      String condition) {
    TransactWriteItem put = TransactWriteItem.builder().put(to -> to.tableName(TABLE).item(item)).build();
    TransactWriteItem check = TransactWriteItem.builder()
        .conditionCheck(of -> of.tableName(TABLE).key(key).conditionExpression(condition).expressionAttributeNames(NAMES)).build();
    dynamodb.transactWriteItems(all -> all.transactItems(put, check));
  }

  static void checkReads(DynamoDbClient dynamodb) {
    for (int from = 0; from < 30; from += 25) {
      List<WriteRequest> requests = IntStream.range(from, Math.min(from + 25, 30)).mapToObj(count ->
          WriteRequest.builder().putRequest(put -> put.item(Map.of("Store", text("Seoul"),
              "Item", text(String.format("%02d", count)), "Count", AttributeValue.fromN(String.valueOf(count))))).build())
          .toList();
      dynamodb.batchWriteItem(to -> to.requestItems(Map.of(TABLE, requests)));
    }
    var pages = dynamodb.queryPaginator(of -> of.tableName(TABLE)
        .keyConditionExpression("#s = :s AND #i BETWEEN :a AND :b")
        .expressionAttributeNames(Map.of("#s", "Store", "#i", "Item"))
        .expressionAttributeValues(Map.of(":s", text("Seoul"), ":a", text("05"), ":b", text("08")))
        .scanIndexForward(false).limit(3));
    report("query", pages.items().stream().map(one -> one.get("Item").s()).toArray());
    List<Map<String, AttributeValue>> keys = Stream.of("00", "29", "30").map(name -> shelf("Seoul", name)).toList();
    report("batch get", sorted(dynamodb.batchGetItem(
        from -> from.requestItems(Map.of(TABLE, KeysAndAttributes.builder().keys(keys).build())))
        .responses().get(TABLE).stream().map(one -> one.get("Item").s())));
    report("scan", dynamodb.scan(of -> of.tableName(TABLE).select(Select.COUNT)).count());
  }

  static void checkMessages(SqsClient sqs, SnsClient sns) {
    String url = sqs.createQueue(of -> of.queueName("inbox")).queueUrl();
    String arn = sqs.getQueueAttributes(of -> of.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
        .attributes().get(QueueAttributeName.QUEUE_ARN);
    MessageAttributeValue kind = MessageAttributeValue.builder().dataType("String").stringValue("test").build();
    List<SendMessageBatchRequestEntry> entries = Stream.of("one", "zwei").map(body -> SendMessageBatchRequestEntry
        .builder().id(body).messageBody(body).messageAttributes(Map.of("kind", kind)).build()).toList();
    report("sent", sqs.sendMessageBatch(to -> to.queueUrl(url).entries(entries)).successful().size());
    report("received", sorted(receive(sqs, url)));
    String topic = sns.createTopic(of -> of.name("news")).topicArn();
    sns.subscribe(to -> to.topicArn(topic).protocol("sqs").endpoint(arn)
        .attributes(Map.of("RawMessageDelivery", "true")));
    sns.publish(to -> to.topicArn(topic).message("out of stock").subject("Alert"));
    report("published", sorted(receive(sqs, url)));
    try {
      sqs.getQueueUrl(of -> of.queueName("nowhere"));
    } catch (QueueDoesNotExistException error) {
      report("no queue", "QueueDoesNotExist");
    }
  }

  static Stream<String> receive(SqsClient sqs, String url) {
    List<Message> messages = sqs.receiveMessage(from -> from.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(2)
        .messageAttributeNames("All")).messages();
    messages.forEach(message -> sqs.deleteMessage(of -> of.queueUrl(url).receiptHandle(message.receiptHandle())));
    return messages.stream().map(Message::body);
  }
}
