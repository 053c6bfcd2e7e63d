"""AWS on this machine: the server of moto, whose CloudFormation has models of its own, and refuses what has none.

Usage: emulator.py PORT, or 0 for a free one. The first line of the output is the port. It ends when its input does, and so with whoever started it.

moto leaves out in silence what it has no model of, and some of its models leave out properties: such a stack is CREATE_COMPLETE, and its bucket has no policy.
"""

import json
import logging
import os
import sys
from threading import Thread

from moto.cloudformation import parsing
from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import ChangeSet, CloudFormationBackend, Stack
from moto.cloudformation.responses import CloudFormationResponse
from moto.cloudtrail.responses import CloudTrailResponse
from moto.core.exceptions import ServiceException
from moto.core.responses import BaseResponse
from moto.iam.access_control import PermissionResult
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.s3.models import FakeBucket
from werkzeug.serving import make_server

from models import MODELS, EventDataStore

moto_model_of = parsing.resource_class_from_type
moto_apply = ChangeSet.apply


def model_of(resource_type):
    model = MODELS.get(resource_type) or moto_model_of(resource_type)
    if model is None:
        raise ValidationError(message=f"{resource_type} is unknown to test/deploy/models.py: give it a model there")
    return model


class ChangeSetNotFound(ServiceException):
    code = "ChangeSetNotFound"


def change_sets_named(backend, name):
    return {key: change_set for key, change_set in backend.change_sets.items() if name in (key, change_set.change_set_name)}


def delete_change_set(backend, change_set_name):
    """`cdk deploy` deletes the change set of the last time, whether there is one or not; moto fails if there is none."""
    for key in change_sets_named(backend, change_set_name):
        del backend.change_sets[key]


def describe_change_set(backend, change_set_name):
    """Then it waits until there is none; moto calls that by another name."""
    for change_set in change_sets_named(backend, change_set_name).values():
        return change_set
    raise ChangeSetNotFound(f"ChangeSet [{change_set_name}] does not exist")


def parameter_of_request(response, name, *default):
    """Change sets of all stacks have the same name; moto takes that of another stack for that of this one, unless their names are made different."""
    value = BaseResponse._get_param(response, name, *default)
    is_a_name = name == "ChangeSetName" and not value.startswith("arn:")
    return f"{BaseResponse._get_param(response, 'StackName')}-{value}" if is_a_name else value


def previous_parameters(stack):
    """What an update leaves as it was: of a parameter of the Parameter Store its name; moto takes its value for that."""
    return {name: stack.parameters.get(name, parameter.get("Default")) for name, parameter in stack.resource_map._template["Parameters"].items()}


def apply(change_set):
    """moto takes the outputs of a stack from the template that it had before its first change set: from none."""
    moto_apply(change_set)
    stack = change_set.stack
    stack.output_map = parsing.OutputMap(stack.resource_map, change_set.template_dict, stack.stack_id)


def permission(bucket, action, resource):
    """moto reads bucket policies without their conditions: one that demands TLS would refuse everything."""
    return PermissionResult.NEUTRAL


def get_event_data_store(response):
    """moto has no event data stores."""
    return json.dumps(EventDataStore.made[response._get_param("EventDataStore")])


def main(port):
    parsing.resource_class_from_type = model_of
    CloudFormationBackend.delete_change_set = delete_change_set
    CloudFormationBackend.describe_change_set = describe_change_set
    ChangeSet.apply = apply
    CloudFormationResponse._get_param = parameter_of_request
    Stack.stack_parameters = property(previous_parameters)
    FakeBucket.get_permission = permission
    CloudTrailResponse.get_event_data_store = get_event_data_store
    # of every request a line is too much; what a request died of is not
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("localhost", port, DomainDispatcherApplication(create_backend_app), threaded=True)
    os.environ.update(AWS_ENDPOINT_URL=f"http://localhost:{server.port}", AWS_ACCESS_KEY_ID="any", AWS_SECRET_ACCESS_KEY="any")
    Thread(target=server.serve_forever, daemon=True).start()
    print(server.port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]))
