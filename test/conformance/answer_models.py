"""Holds raw answers against the service models that botocore carries: known members, required ones, types, error codes."""

import base64
import json
import re
import xml.etree.ElementTree as ElementTree

# Of every service, and in no model: "Common errors" of the API references.
COMMON_ERRORS = {
    'AccessDenied',
    'AccessDeniedException',
    'AuthFailure',
    'InvalidAction',
    'InvalidClientTokenId',
    'InvalidParameterCombination',
    'InvalidParameterValue',
    'InvalidParameterValueException',
    'MissingParameter',
    'MissingRequiredParameterException',
    'NotImplemented',
    'SerializationException',
    'UnauthorizedOperation',
    'UnknownOperationException',
    'UnrecognizedClientException',
    'ValidationError',
    'ValidationException',
}

# The models of these have no errors, or few of them: their codes are in lists of their API references.
UNMODELED_ERRORS = {
    's3': {
        'BadDigest', 'BucketNotEmpty', 'EntityTooSmall', 'InvalidArgument', 'InvalidBucketName', 'InvalidPart',
        'InvalidPartOrder', 'InvalidRange', 'InvalidRequest', 'KeyTooLongError', 'MalformedXML', 'MethodNotAllowed',
        'NoSuchKey', 'NoSuchBucket', 'NoSuchTagSet', 'NoSuchUpload', 'NoSuchVersion', 'PreconditionFailed', '404', '304',
    },
    'ec2': {
        'InvalidID', 'InvalidInstanceID.Malformed', 'InvalidInstanceID.NotFound', 'InvalidSpotInstanceRequestID.NotFound', 'InvalidVolume.NotFound',
        'InvalidInstanceType', 'TagLimitExceeded', 'InvalidParameterValue', 'IncorrectInstanceState',
        # Of networks.
        'DependencyViolation', 'DryRunOperation', 'Gateway.NotAttached', 'IdempotentParameterMismatch', 'InvalidAddress.NotFound',
        'InvalidAllocationID.NotFound', 'InvalidAssociationID.NotFound', 'InvalidElasticIpID.NotFound', 'InvalidGatewayID.NotFound',
        'InvalidGroup.Duplicate', 'InvalidGroup.NotFound', 'InvalidIPAddress.InUse', 'InvalidNetworkAclEntry.NotFound',
        'InvalidNetworkInterfaceID.NotFound', 'InvalidPermission.Duplicate', 'InvalidPermission.NotFound', 'InvalidPrefixListID.NotFound',
        'InvalidRoute.NotFound', 'InvalidRouteTableId.NotFound', 'InvalidSecurityGroupRuleId.NotFound', 'InvalidServiceName',
        'InvalidStateTransition', 'InvalidSubnet.Conflict', 'InvalidSubnet.Range', 'InvalidSubnetCidrBlockAssociationID.NotFound',
        'InvalidSubnetID.NotFound', 'InvalidVpc.Range', 'InvalidVpcCidrBlockAssociationIdError.NotFound', 'InvalidVpcEndpointId.NotFound',
        'InvalidVpcID.NotFound', 'NatGatewayNotFound', 'NetworkAclEntryAlreadyExists', 'Resource.AlreadyAssociated', 'RouteAlreadyExists',
    },
}


# Not in the model: of an internet gateway, "InternetGatewayAttachment" of the EC2 API reference; of an endpoint, the examples of
# "describe-vpc-endpoints" and "create-network-interface" of the AWS CLI; of a NAT gateway's interface, saved answers of others.
UNMODELED_VALUES = {
    'ec2 DescribeInternetGateways.InternetGateways[].Attachments[].State': 'available',
    'ec2 DescribeVpcEndpoints.VpcEndpoints[].State': 'available',
    'ec2 CreateVpcEndpoint.VpcEndpoint.State': 'available',
    'ec2 CreateNetworkInterface.NetworkInterface.Status': 'pending',
    'ec2 DescribeNetworkInterfaces.NetworkInterfaces[].InterfaceType': 'nat_gateway',
}


class Checker:
    """Collects what is wrong, with where it stands."""

    def __init__(self):
        self.problems = []

    def check_answer(self, model, response):
        where = f'{model.service_model.service_name} {model.name}'
        if response['status_code'] >= 300:
            self._check_error(where, model, response)
            return
        try:
            self._check_output(where, model, response)
        except (ValueError, ElementTree.ParseError) as error:
            self.problems.append(f'{where}: the body cannot be read: {error}')

    def _check_output(self, where, model, response):
        protocol = model.service_model.resolved_protocol
        shape = model.output_shape
        body = response['body']
        if protocol in ('json', 'rest-json'):
            payload = shape.serialization.get('payload') if shape else None
            if payload is not None:
                return
            value = json.loads(body) if body else {}
            if shape is not None:
                self._check_headers(where, shape, response['headers'])
                self._check_json(where, _body_members(shape), shape, value)
            elif value:
                self.problems.append(f'{where}: the answer should be empty, and has {sorted(value)}')
            return
        if protocol == 'query':
            root = _parse_xml(body)
            self._expect(where, root.tag == f'{model.name}Response', f'the root element is {root.tag}')
            wrapper = shape.serialization.get('resultWrapper') if shape else None
            names = [child.tag for child in root]
            self._expect(where, 'ResponseMetadata' in names, 'ResponseMetadata is missing')
            if wrapper is not None:
                result = root.find(wrapper)
                if result is None:
                    self.problems.append(f'{where}: {wrapper} is missing')
                else:
                    self._check_xml(where, shape, result)
            return
        if protocol == 'ec2':
            root = _parse_xml(body)
            self._expect(where, root.tag == f'{model.name}Response', f'the root element is {root.tag}')
            self._expect(where, root.find('requestId') is not None, 'requestId is missing')
            if shape is not None:
                self._check_xml(where, shape, root, skip={'requestId'})
            else:
                returns = {child.tag for child in root} - {'requestId', 'return'}
                self._expect(where, not returns, f'unknown elements {sorted(returns)}')
            return
        if protocol == 'rest-xml':
            if shape is None:
                self._expect(where, not body, f'the body should be empty: {body[:80]!r}')
                return
            self._check_headers(where, shape, response['headers'])
            payload = shape.serialization.get('payload')
            if payload is not None and shape.members[payload].type_name == 'blob':
                return
            members = _body_members(shape)
            if not members:
                self._expect(where, not body, f'the body should be empty: {body[:80]!r}')
                return
            root = _parse_xml(body)
            if payload is not None:
                self._check_xml(where, shape.members[payload], root)
            elif model.name != 'GetBucketLocation':
                self._check_xml(where, shape, root)
            return
        if protocol == 'smithy-rpc-v2-cbor':
            # botocore parses it: what it returns is checked by its caller.
            return
        self.problems.append(f'{where}: the protocol {protocol} is not checked')

    def check_parsed(self, model, parsed):
        """A parsed answer, where the wire format is botocore's own matter."""
        where = f'{model.service_model.service_name} {model.name}'
        value = {name: member for name, member in parsed.items() if name != 'ResponseMetadata'}
        self._check_json(where, model.output_shape.members, model.output_shape, value)

    # The members of a structure in JSON.
    def _check_json(self, where, members, shape, value):
        if not isinstance(value, dict):
            self.problems.append(f'{where}: {type(value).__name__} instead of a structure')
            return
        by_name = {member.serialization.get('name', name): (name, member) for name, member in members.items()}
        for name in sorted(set(value) - set(by_name)):
            self.problems.append(f'{where}.{name}: not in the model')
        for name in shape.required_members:
            if name in members and members[name].serialization.get('name', name) not in value:
                self.problems.append(f'{where}.{name}: required, and missing')
        for wire_name, (name, member) in by_name.items():
            if wire_name in value:
                self._check_json_value(f'{where}.{name}', member, value[wire_name])

    def _check_json_value(self, where, shape, value):
        kind = shape.type_name
        if value is None:
            self.problems.append(f'{where}: null')
        elif kind == 'structure':
            if shape.metadata.get('document'):
                return
            self._check_json(where, shape.members, shape, value)
        elif kind == 'list':
            if not isinstance(value, list):
                self.problems.append(f'{where}: {type(value).__name__} instead of a list')
                return
            for index, one in enumerate(value):
                self._check_json_value(f'{where}[{index}]', shape.member, one)
        elif kind == 'map':
            if not isinstance(value, dict):
                self.problems.append(f'{where}: {type(value).__name__} instead of a map')
                return
            for key, one in value.items():
                self._check_text(f'{where} key', shape.key, key)
                self._check_json_value(f'{where}[{key!r}]', shape.value, one)
        elif kind == 'boolean':
            self._expect(where, isinstance(value, bool), f'{value!r} is not a boolean')
        elif kind in ('integer', 'long'):
            is_integer = isinstance(value, int) and not isinstance(value, bool)
            self._expect(where, is_integer, f'{value!r} is not a whole number')
        elif kind in ('float', 'double'):
            is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
            self._expect(where, is_number, f'{value!r} is not a number')
        elif kind == 'timestamp':
            is_time = isinstance(value, (int, float)) or hasattr(value, 'tzinfo') or _is_iso(value)
            self._expect(where, is_time, f'{value!r} is not a timestamp')
        elif kind == 'blob':
            self._expect(where, isinstance(value, bytes) or _is_base64(value), f'{value!r} is not Base64')
        else:
            self._check_text(where, shape, value)

    def _check_text(self, where, shape, value):
        if not isinstance(value, str):
            self.problems.append(f'{where}: {value!r} is not a string')
            return
        if shape.enum and value not in shape.enum and UNMODELED_VALUES.get(where) != value:
            self.problems.append(f'{where}: "{value}" is not one of {", ".join(shape.enum)}')
        if len(value) < shape.metadata.get('min', 0):
            self.problems.append(f'{where}: "{value}" is shorter than {shape.metadata["min"]}')

    # The same in XML.
    def _check_xml(self, where, shape, element, skip=frozenset()):
        by_name = {}
        for name, member in shape.members.items():
            if member.serialization.get('location') is None:
                by_name[_element_name(name, member)] = (name, member)
        for child in element:
            if child.tag not in by_name and child.tag not in skip:
                self.problems.append(f'{where}.{child.tag}: not in the model')
        for name in shape.required_members:
            member = shape.members[name]
            if member.serialization.get('location') is None and element.find(_element_name(name, member)) is None:
                self.problems.append(f'{where}.{name}: required, and missing')
        for wire_name, (name, member) in by_name.items():
            found = element.findall(wire_name)
            if not found:
                continue
            if member.type_name in ('list', 'map') and member.serialization.get('flattened'):
                item = member.member if member.type_name == 'list' else member.value
                for one in found:
                    self._check_xml_value(f'{where}.{name}', item, one)
                continue
            self._expect(f'{where}.{name}', len(found) == 1, f'{len(found)} elements')
            self._check_xml_value(f'{where}.{name}', member, found[0])

    def _check_xml_value(self, where, shape, element):
        kind = shape.type_name
        if kind == 'structure':
            self._check_xml(where, shape, element)
        elif kind == 'list':
            item_name = shape.member.serialization.get('name', 'member')
            for child in element:
                if child.tag != item_name:
                    self.problems.append(f'{where}: <{child.tag}> instead of <{item_name}>')
                else:
                    self._check_xml_value(f'{where}[]', shape.member, child)
        elif kind == 'map':
            for entry in element:
                self._expect(where, entry.tag == 'entry', f'<{entry.tag}> instead of <entry>')
                key = entry.find(shape.key.serialization.get('name', 'key'))
                value = entry.find(shape.value.serialization.get('name', 'value'))
                self._expect(where, key is not None and value is not None, 'an entry without key or value')
                if value is not None:
                    self._check_xml_value(f'{where}[]', shape.value, value)
        else:
            text = element.text or ''
            self._expect(where, len(element) == 0, f'elements in a {kind}')
            if kind == 'boolean':
                self._expect(where, text in ('true', 'false'), f'"{text}" is not a boolean')
            elif kind in ('integer', 'long'):
                self._expect(where, re.fullmatch(r'-?\d+', text) is not None, f'"{text}" is not a whole number')
            elif kind in ('float', 'double'):
                self._expect(where, re.fullmatch(r'-?\d+(\.\d+)?', text) is not None, f'"{text}" is not a number')
            elif kind == 'timestamp':
                self._expect(where, _is_iso(text), f'"{text}" is not a timestamp')
            elif kind == 'string':
                self._check_text(where, shape, text)

    def _check_headers(self, where, shape, headers):
        known = {'content-type', 'content-length', 'date', 'connection', 'keep-alive', 'transfer-encoding', 'etag', 'server'}
        by_header = {}
        for name, member in shape.members.items():
            if member.serialization.get('location') == 'header':
                by_header[member.serialization.get('name', name).lower()] = (name, member)
        for header, value in headers.items():
            lower = header.lower()
            if lower in by_header:
                name, member = by_header[lower]
                if member.type_name == 'string':
                    self._check_text(f'{where}.{name}', member, value)
                elif member.type_name in ('integer', 'long'):
                    self._expect(f'{where}.{name}', value.isdigit(), f'"{value}" is not a whole number')
            elif lower.startswith('x-amz-') and not lower.startswith(('x-amz-meta-', 'x-amz-request-id', 'x-amzn-', 'x-amz-id-2')):
                if lower not in known:
                    self.problems.append(f'{where}: the header {lower} is not in the model')

    def _check_error(self, where, model, response):
        service = model.service_model.service_name
        code = _error_code(model.service_model.resolved_protocol, response)
        if code is None:
            self._expect(where, model.name.startswith('Head'), f'an error ({response["status_code"]}) without a code')
            return
        modeled = set()
        for shape in model.error_shapes:
            modeled.add(shape.name)
            modeled.add(shape.error_code)
        if code in modeled | COMMON_ERRORS | UNMODELED_ERRORS.get(service, set()):
            for shape in model.error_shapes:
                status = shape.metadata.get('error', {}).get('httpStatusCode')
                if code in (shape.name, shape.error_code) and status and status != response['status_code']:
                    self.problems.append(f'{where}: {code} with {response["status_code"]} instead of {status}')
            return
        self.problems.append(f'{where}: the error {code} is none of its model: {", ".join(sorted(modeled))}')

    def _expect(self, where, holds, otherwise):
        if not holds:
            self.problems.append(f'{where}: {otherwise}')


def _error_code(protocol, response):
    body = response['body']
    if protocol == 'smithy-rpc-v2-cbor':
        return response['headers'].get('x-amzn-query-error', '').split(';')[0]
    if protocol in ('json', 'rest-json'):
        header = response['headers'].get('x-amzn-errortype')
        if header:
            return header.split(':')[0]
        if not body:
            return None
        return str(json.loads(body).get('__type', '')).split('#')[-1]
    if not body:
        return None
    root = _parse_xml(body)
    found = root.find('.//Code')
    return None if found is None else found.text


def _body_members(shape):
    return {name: member for name, member in shape.members.items() if member.serialization.get('location') is None}


def _element_name(name, member):
    if member.type_name == 'list' and member.serialization.get('flattened'):
        return member.member.serialization.get('name', member.serialization.get('name', name))
    return member.serialization.get('name', name)


def _parse_xml(body):
    root = ElementTree.fromstring(body)
    for element in root.iter():
        element.tag = element.tag.split('}')[-1]
    return root


def _is_iso(value):
    return isinstance(value, str) and re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)', value) is not None


def _is_base64(value):
    try:
        base64.b64decode(value, validate=True)
        return isinstance(value, str)
    except ValueError:
        return False
