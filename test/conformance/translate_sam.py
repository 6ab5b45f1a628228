"""Prints what SAM's own translator makes of a template, as JSON.

usage: translate_sam.py TEMPLATE
"""

import json
import sys

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoManagedPolicies:
    """The template names none, so nothing is asked of an account."""

    def load(self):
        return {}


with open(sys.argv[1], encoding="utf-8") as file:
    template = yaml_parse(file.read())

for resource in template["Resources"].values():
    if not resource["Properties"].get("CodeUri", "s3://").startswith("s3://"):
        # By the time of the translation the code lies in S3.
        resource["Properties"]["CodeUri"] = "s3://bucket/key"

print(json.dumps(transform(template, {}, NoManagedPolicies())))
