/** The objects of S3, for a service that reads and writes them. */
export interface ServiceObjects {
  /** @throws AwsError `NoSuchBucket` */
  list(bucket: string, prefix: string): readonly { readonly key: string; readonly sizeBytes: number }[];
  /** @throws AwsError `NoSuchKey` */
  read(bucket: string, key: string): Promise<Buffer>;
  /** @throws AwsError `NoSuchBucket` */
  put(bucket: string, key: string, body: string | Uint8Array): Promise<void>;
}
