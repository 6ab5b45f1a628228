const GLOBAL_KEYS = `
  aws:AssumedRoot aws:CalledVia aws:CalledViaFirst aws:CalledViaLast aws:ChatbotSourceArn aws:CurrentTime
  aws:Ec2InstanceSourcePrivateIPv4 aws:Ec2InstanceSourceVpc aws:EpochTime aws:FederatedProvider
  aws:MultiFactorAuthAge aws:MultiFactorAuthPresent aws:PrincipalAccount aws:PrincipalArn aws:PrincipalIsAWSService
  aws:PrincipalOrgID aws:PrincipalOrgPaths aws:PrincipalServiceName aws:PrincipalServiceNamesList
  aws:PrincipalTag/\${TagKey} aws:PrincipalType aws:RequestTag/\${TagKey} aws:RequestedRegion aws:ResourceAccount
  aws:ResourceOrgID aws:ResourceOrgPaths aws:ResourceTag/\${TagKey} aws:SecureTransport aws:SourceAccount aws:SourceArn
  aws:SourceIdentity aws:SourceIp aws:SourceOrgID aws:SourceOrgPaths aws:SourceVpc aws:SourceVpcArn aws:SourceVpce
  aws:TagKeys aws:TokenIssueTime aws:UserAgent aws:ViaAWSService aws:VpcSourceIp aws:VpceAccount aws:VpceOrgID
  aws:VpceOrgPaths aws:referer aws:userid aws:username`;

/**
 * Condition keys of all services: "AWS global condition context keys" of the IAM user guide. The service authorization
 * reference lists only those of tags for each action.
 */
export const globalConditionKeys: readonly string[] = GLOBAL_KEYS.trim().split(/\s+/);
