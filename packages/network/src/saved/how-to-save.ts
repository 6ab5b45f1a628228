const perRegion = [
  'describe-vpcs',
  'describe-subnets',
  'describe-route-tables',
  'describe-network-acls',
  'describe-security-groups',
  'describe-security-group-rules',
  'describe-network-interfaces',
  'describe-instances',
  'describe-internet-gateways',
  'describe-nat-gateways',
  'describe-egress-only-internet-gateways',
  'describe-vpc-peering-connections',
  'describe-vpc-endpoints',
  'describe-managed-prefix-lists',
  'describe-prefix-lists',
  'describe-vpc-block-public-access-options',
  'describe-vpc-block-public-access-exclusions',
  'describe-addresses',
  'describe-availability-zones',
];

/**
 * A shell script that saves what the model reads, for one account and region, with the AWS CLI: only `describe`, `list` and
 * `get` calls.
 */
export function howToSave(): string {
  return `#!/bin/sh
# Saves a network for: groundcrew network show --from FOLDER
# Usage: sh save-network.sh FOLDER [REGION]; a folder below FOLDER for each region, and for each account.
set -eu
export AWS_PAGER= AWS_DEFAULT_OUTPUT=json
folder=$1
region=\${2:-$(aws configure get region)}
out=$folder/$region
mkdir -p "$out"
save() { name=$1; shift; aws "$@" --region "$region" --output json > "$out/$name.json"; }

${perRegion.map((verb) => `save ${verb} ec2 ${verb}`).join('\n')}
for list in $(aws ec2 describe-managed-prefix-lists --region "$region" --query 'PrefixLists[].PrefixListId' --output text); do
  save "entries-$list" ec2 get-managed-prefix-list-entries --prefix-list-id "$list"
done

for vpc in $(aws ec2 describe-vpcs --region "$region" --query 'Vpcs[].VpcId' --output text); do
  save "dns-hostnames-$vpc" ec2 describe-vpc-attribute --vpc-id "$vpc" --attribute enableDnsHostnames
done

save load-balancers elbv2 describe-load-balancers
save target-groups elbv2 describe-target-groups
for arn in $(aws elbv2 describe-load-balancers --region "$region" --query 'LoadBalancers[].LoadBalancerArn' --output text); do
  id=\${arn##*/}
  save "listeners-$id" elbv2 describe-listeners --load-balancer-arn "$arn"
  save "attributes-$id" elbv2 describe-load-balancer-attributes --load-balancer-arn "$arn"
  save "tags-$id" elbv2 describe-tags --resource-arns "$arn"
  for listener in $(aws elbv2 describe-listeners --region "$region" --load-balancer-arn "$arn" --query 'Listeners[].ListenerArn' --output text); do
    save "rules-\${listener##*/}" elbv2 describe-rules --listener-arn "$listener"
  done
done
for arn in $(aws elbv2 describe-target-groups --region "$region" --query 'TargetGroups[].TargetGroupArn' --output text); do
  id=\${arn##*/}
  save "health-$id" elbv2 describe-target-health --target-group-arn "$arn"
  save "attributes-$id" elbv2 describe-target-group-attributes --target-group-arn "$arn"
  save "tags-$id" elbv2 describe-tags --resource-arns "$arn"
done

save hosted-zones route53 list-hosted-zones
save health-checks route53 list-health-checks
for zone in $(aws route53 list-hosted-zones --query 'HostedZones[].Id' --output text); do
  id=\${zone##*/}
  save "zone-$id" route53 get-hosted-zone --id "$id"
  save "records-$id" route53 list-resource-record-sets --hosted-zone-id "$id"
done
for id in $(aws route53 list-health-checks --query 'HealthChecks[].Id' --output text); do
  # Of a calculated check or an alarm there is none.
  save "status-$id" route53 get-health-check-status --health-check-id "$id" || rm -f "$out/status-$id.json"
done
`;
}
