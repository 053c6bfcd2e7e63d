"""Calls AWS, and prints the answer as JSON.

Usage: call.py SERVICE OPERATION PARAMETERS, as in call.py kms get_key_policy '{"KeyId": "...", "PolicyName": "default"}'
"""

import json
import sys

import boto3

service, operation, parameters = sys.argv[1:]
answer = getattr(boto3.client(service), operation)(**json.loads(parameters))
del answer["ResponseMetadata"]
print(json.dumps(answer, default=str))
