import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-tagging.get-resources-failed': {
    meaning: 'Tagged resources could not be listed.',
    action: 'Act on `details.reason`; the caller needs `tag:GetResources`.',
  },
  'aws-tagging.groups.create-failed': {
    meaning: 'A resource group could not be created.',
    action:
      'Act on `details.reason`; the caller needs `resource-groups:CreateGroup` and `resource-groups:Tag`.',
  },
  'aws-tagging.groups.delete-failed': {
    meaning: 'A resource group could not be deleted.',
    action: 'Act on `details.reason`; the caller needs `resource-groups:DeleteGroup`.',
  },
  'aws-tagging.groups.list-failed': {
    meaning: 'The resource groups could not be listed.',
    action: 'Act on `details.reason`; the caller needs `resource-groups:ListGroups`.',
  },
  'aws-tagging.groups.read-failed': {
    meaning: 'A resource group could not be read, or its query is not the JSON that AWS documents.',
    action:
      'Act on `details.reason`; the caller needs `resource-groups:GetGroupQuery` and `resource-groups:GetTags`.',
  },
  'aws-tagging.groups.update-failed': {
    meaning: 'The query or the tags of a resource group could not be changed.',
    action:
      'Act on `details.reason`; the caller needs `resource-groups:UpdateGroupQuery` and `resource-groups:Tag`.',
  },
  'aws-tagging.pages.loop': {
    meaning:
      'The tagging API returned the same page token twice, or always another one without anything new: the list would never end.',
    action: 'Try again; if it persists, report it: a proxy or an emulator may answer in place of AWS.',
  },
  'aws-tagging.tag-failed': {
    meaning: 'The tagging API could not set tags.',
    action:
      "Act on `details.reason`; the caller needs `tag:TagResources` and the service's own tag permission.",
  },
  'aws-tagging.untag-failed': {
    meaning: 'The tagging API could not remove tags.',
    action:
      "Act on `details.reason`; the caller needs `tag:UntagResources` and the service's own untag permission.",
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
