import { PAGE_SIZE, regionNames } from './fleet-size.ts';

/** By {@link pageKey}: responses of DescribeInstances, byte for byte. */
export type RecordedPages = ReadonlyMap<string, Buffer>;

export function pageKey(region: string, nextToken: string): string {
  return `${region} ${nextToken}`;
}

/** The token of the next page is in the last bytes of a page. */
const TAIL_BYTES = 1_000;

/** Requests all pages of all regions, as a listing does. */
export async function recordPages(endpointUrl: string): Promise<RecordedPages> {
  const pages = new Map<string, Buffer>();
  for (const region of regionNames) {
    let nextToken: string | undefined = '';
    while (nextToken !== undefined) {
      const page = await requestPage(endpointUrl, region, nextToken);
      pages.set(pageKey(region, nextToken), page);
      const tail = page.toString('latin1', Math.max(0, page.length - TAIL_BYTES));
      nextToken = /<nextToken>(.*?)<\/nextToken>/.exec(tail)?.[1];
    }
  }
  return pages;
}

async function requestPage(endpointUrl: string, region: string, nextToken: string): Promise<Buffer> {
  const form = new URLSearchParams({
    Action: 'DescribeInstances',
    Version: '2016-11-15',
    MaxResults: String(PAGE_SIZE),
    ...(nextToken !== '' && { NextToken: nextToken }),
  });
  // The embedded AWS reads the region from it, and checks no signature.
  const authorization = `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/ec2/aws4_request, SignedHeaders=host, Signature=0`;
  const response = await fetch(endpointUrl, { method: 'POST', body: form, headers: { authorization } });
  const body = Buffer.from(await response.arrayBuffer());
  if (!response.ok) throw new Error(`the embedded AWS answered ${response.status}: ${body.toString()}`);
  return body;
}
