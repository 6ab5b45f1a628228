"""Makes a network of groundcrew in moto, as its plan would: with the ownership tags. Prints its ids."""

import json
import sys
import time

import boto3

endpoint, region = sys.argv[1:3]


def client(name):
    return boto3.client(
        name,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


ec2, elb, route53 = client("ec2"), client("elbv2"), client("route53")


def tags(key, name, **more):
    all_tags = {"Name": name, "groundcrew:network": "shop", "groundcrew:key": key, **more}
    return [{"Key": each, "Value": value} for each, value in all_tags.items()]


def specification(kind, key, name, **more):
    return [{"ResourceType": kind, "Tags": tags(key, name, **more)}]


zones = ec2.describe_availability_zones()["AvailabilityZones"][:2]
zone_ids = sorted(zone["ZoneId"] for zone in zones)
vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16", TagSpecifications=specification("vpc", "vpc", "shop"))["Vpc"]["VpcId"]
ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
igw = ec2.create_internet_gateway(
    TagSpecifications=specification("internet-gateway", "internet-gateway", "shop")
)["InternetGateway"]["InternetGatewayId"]
ec2.attach_internet_gateway(InternetGatewayId=igw, VpcId=vpc)
table = ec2.create_route_table(
    VpcId=vpc, TagSpecifications=specification("route-table", "route-table:public", "shop-public")
)["RouteTable"]["RouteTableId"]
ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=igw)
subnets = []
for number, zone in enumerate(zone_ids):
    cidr = f"10.20.{number * 16}.0/20"
    subnet = ec2.create_subnet(
        VpcId=vpc,
        CidrBlock=cidr,
        AvailabilityZoneId=zone,
        TagSpecifications=specification(
            "subnet", f"subnet:{cidr}", f"shop-public-{zone}", **{"groundcrew:tier": "public"}
        ),
    )["Subnet"]["SubnetId"]
    ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})
    ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
    subnets.append(subnet)
ec2.create_vpc_endpoint(
    VpcId=vpc,
    VpcEndpointType="Gateway",
    ServiceName=f"com.amazonaws.{region}.s3",
    RouteTableIds=[table],
    TagSpecifications=specification("vpc-endpoint", "endpoint:s3", "shop-s3"),
)
groups = {}
for name in ("www", "web"):
    groups[name] = ec2.create_security_group(
        GroupName=f"shop-{name}",
        Description="of shop",
        VpcId=vpc,
        TagSpecifications=specification("security-group", f"group:{name}", f"shop-{name}"),
    )["GroupId"]
ec2.authorize_security_group_ingress(
    GroupId=groups["www"],
    IpPermissions=[{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}],
)
ec2.authorize_security_group_ingress(
    GroupId=groups["web"],
    IpPermissions=[
        {
            "IpProtocol": "tcp",
            "FromPort": 8080,
            "ToPort": 8080,
            "UserIdGroupPairs": [{"GroupId": groups["www"]}],
        }
    ],
)
# Ids of AWS begin with Z; those of moto with anything.
zone = ""
while not zone.startswith("Z"):
    if zone:
        route53.delete_hosted_zone(Id=zone)
    made = route53.create_hosted_zone(Name="example.com", CallerReference=str(time.time()))
    zone = made["HostedZone"]["Id"].split("/")[-1]
balancer = elb.create_load_balancer(
    Name="shop-www",
    Subnets=subnets,
    SecurityGroups=[groups["www"]],
    Scheme="internet-facing",
    Tags=tags("load-balancer:www/application/internet-facing", "shop-www"),
)["LoadBalancers"][0]
target = elb.create_target_group(
    Name="shop-www-8080",
    Protocol="HTTP",
    Port=8080,
    VpcId=vpc,
    TargetType="instance",
    HealthCheckPath="/health",
    Tags=tags("target-group:www/HTTP/8080/instance", "shop-www-8080"),
)["TargetGroups"][0]["TargetGroupArn"]
elb.create_listener(
    LoadBalancerArn=balancer["LoadBalancerArn"],
    Protocol="HTTP",
    Port=80,
    DefaultActions=[{"Type": "forward", "TargetGroupArn": target}],
)
image = ec2.describe_images()["Images"][0]["ImageId"]
instance = ec2.run_instances(
    ImageId=image,
    MinCount=1,
    MaxCount=1,
    SubnetId=subnets[0],
    SecurityGroupIds=[groups["web"]],
    TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "web-1"}]}],
)["Instances"][0]["InstanceId"]
elb.register_targets(TargetGroupArn=target, Targets=[{"Id": instance}])
route53.change_resource_record_sets(
    HostedZoneId=zone,
    ChangeBatch={
        "Changes": [
            {
                "Action": "CREATE",
                "ResourceRecordSet": {
                    "Name": "www.example.com",
                    "Type": "A",
                    "AliasTarget": {
                        "HostedZoneId": balancer["CanonicalHostedZoneId"],
                        "DNSName": balancer["DNSName"],
                        "EvaluateTargetHealth": False,
                    },
                },
            }
        ]
    },
)
print(json.dumps({"vpc": vpc, "instance": instance, "hostedZone": zone, "zones": zone_ids, "group": groups["web"]}))
