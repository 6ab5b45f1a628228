import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseAccounts, startLocal } from '@groundcrew/local';
import { expect, onTestFinished, test } from 'vitest';
import { chromium, noChromium, openPage } from './chromium.ts';

const instance = 'i-006780259fac30ea1';

/** A page that tries what a page can: images, a script, a form that sends itself. */
function hostilePage(endpoint: string): string {
  const credential = 'X-Amz-Credential=a/20260101/us-east-1/ec2/aws4_request';
  const tags = `Action=CreateTags&Version=2016-11-15&ResourceId.1=${instance}&Tag.1.Key=Owner&Tag.1.Value=page`;
  const topic = 'Action=CreateTopic&Name=made';
  return `<!doctype html><title>loading</title>
<img src="${endpoint}/?${topic}"><img src="${endpoint}/?${tags}&amp;${credential}">
<img src="${endpoint}/shop/photo?X-Amz-Credential=a/20260101/us-east-1/s3/aws4_request">
<iframe name="frame"></iframe>
<form id="form" method="post" target="frame" action="${endpoint}/?${topic}"><input name="Name" value="made"></form>
<script>
  document.getElementById('form').submit();
  const send = (path, options) => fetch('${endpoint}' + path, options).then(() => 'opaque', () => 'refused');
  Promise.all([
    send('/', { method: 'POST', mode: 'no-cors', body: '${topic}' }),
    send('/?${topic}', { method: 'POST', mode: 'no-cors' }),
    send('/made', { method: 'PUT' }),
    send('/?Action=ListTopics'),
    send('/', { method: 'POST', headers: { 'x-amz-target': 'AmazonSQS.CreateQueue' }, body: '{"QueueName":"made"}' }),
  ]).then((results) => { document.title = 'sent ' + results.join(' '); });
</script>`;
}

test.for(['127.0.0.1', 'localhost'])(
  'a page of another origin, of %s, reads and changes nothing',
  async (host, { skip }) => {
    skip(chromium === undefined, noChromium);
    const local = await startLocal({
      accounts: parseAccounts({
        accounts: [
          {
            id: '111122223333',
            regions: { 'us-east-1': { instances: [{ id: instance, type: 't3.micro' }] } },
          },
        ],
      }),
    });
    onTestFinished(() => local.close());
    const pages = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end(hostilePage(local.endpoint));
    });
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      pages.close().closeAllConnections();
    });
    const { port } = pages.address() as AddressInfo;

    const document = await openPage(`http://${host}:${port}/`);

    // It did run, and its requests reached the server; none was carried out.
    expect(document).toContain('<title>sent opaque opaque refused refused refused</title>');
    expect(local.calls()).toEqual([]);
    expect(local.tagsOf(`arn:aws:ec2:us-east-1:111122223333:instance/${instance}`)).toEqual({});
  },
);
