import { encodeCbor } from '../cloudwatch/cbor.ts';
import type { AwsError, LocalResponse, Protocol } from '../service.ts';
import { writeXml, writeXmlDocument } from '../xml.ts';

/** The parts of a request that its error response repeats. */
export interface FailedRequest {
  readonly id: string;
  readonly method: string;
  readonly path: string;
}

/** An error in the format of the protocol. */
export function errorResponse(error: AwsError, protocol: Protocol, request: FailedRequest): LocalResponse {
  switch (protocol) {
    case 'cbor':
      return {
        status: error.status,
        headers: {
          'content-type': 'application/cbor',
          'smithy-protocol': 'rpc-v2-cbor',
          'x-amzn-query-error': `${error.code};${senderOf(error)}`,
          ...error.headers,
        },
        body: encodeCbor({ __type: error.code, message: error.message, ...error.fields }),
      };
    case 'json-1.0':
    case 'json-1.1':
      return {
        status: error.status,
        headers: { 'content-type': `application/x-amz-${protocol}`, ...error.headers },
        body: JSON.stringify({
          __type: error.code,
          message: error.message,
          ...error.fields,
          ...error.details,
        }),
      };
    case 'rest-json':
      return {
        status: error.status,
        headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code, ...error.headers },
        body: JSON.stringify({ Type: senderOf(error), message: error.message, ...error.fields }),
      };
    // Both wrap the error: service models of CloudFront and Route 53, without `noErrorWrapping`.
    case 'rest-xml':
    case 'query':
      return {
        status: error.status,
        headers: { 'content-type': 'text/xml', ...error.headers },
        body: `<ErrorResponse>${writeXml({
          Error: { Type: senderOf(error), Code: error.code, Message: error.message, ...error.fields },
          RequestId: request.id,
        })}</ErrorResponse>`,
      };
    case 'ec2':
      return {
        status: error.status,
        headers: { 'content-type': 'text/xml;charset=UTF-8', ...error.headers },
        body: writeXmlDocument('Response', undefined, {
          Errors: { Error: { Code: error.code, Message: error.message, ...error.fields } },
          RequestID: request.id,
        }),
      };
    case 's3':
      return s3Error(error, request);
  }
}

function s3Error(error: AwsError, request: FailedRequest): LocalResponse {
  // A response to HEAD has no body, and 304 must not have one: only the status is sent.
  if (request.method === 'HEAD' || error.status === 304)
    return { status: error.status, headers: error.headers };
  return {
    status: error.status,
    headers: { 'content-type': 'application/xml', ...error.headers },
    body: writeXmlDocument('Error', undefined, {
      Code: error.code,
      Message: error.message,
      ...error.fields,
      Resource: request.path,
      RequestId: request.id,
      HostId: 'groundcrew-local',
    }),
  };
}

function senderOf(error: AwsError): string {
  return error.status >= 500 ? 'Receiver' : 'Sender';
}
