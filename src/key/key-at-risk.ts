import { aws_events as events, aws_kms as kms } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { keyDefinitionOf, KeyResource } from '../private/key-definition';
import { definitionOf } from '../private/principals';
import { refuse, shown } from '../private/props-check';

/** What takes a key away, or changes who may use it. */
const RISKS_TO_KEY = ['DeleteImportedKeyMaterial', 'DisableKey', 'DisableKeyRotation', 'PutKeyPolicy', 'ScheduleKeyDeletion'];

/** What makes the alias name another key, or none. */
const RISKS_TO_ALIAS = ['DeleteAlias', 'UpdateAlias'];

/** The key that a rule watches. */
interface WatchedKey {
  readonly resource: KeyResource;
  readonly alias?: string;
  readonly aliasArn?: string;
}

/** A rule for what puts a key at risk; it refuses targets that could not be told of it without that key. */
export class KeyAtRiskRule extends events.Rule {
  public constructor(scope: Construct, id: string, private readonly watched: WatchedKey, options: events.OnEventOptions) {
    const { target, crossStackScope, ...props } = options ?? {};
    checkTarget(`${scope.node.path}/${id}`, watched, target);
    super(crossStackScope ?? scope, id, props);
    this.addEventPattern({ source: ['aws.kms'], detailType: ['AWS API Call via CloudTrail'], detail: detailOf(watched) });
    this.addTarget(target);
  }

  public addTarget(target?: events.IRuleTarget): void {
    checkTarget(this.node.path, this.watched, target);
    super.addTarget(target);
  }
}

/** The calls that name the key, each in whatever way its caller may name it. */
function detailOf({ resource, alias, aliasArn }: WatchedKey): any {
  const eventSource = ['kms.amazonaws.com'];
  const keyId = [resource.ref, resource.attrArn];
  if (alias === undefined) return { eventSource, eventName: RISKS_TO_KEY, requestParameters: { keyId } };
  return {
    eventSource,
    $or: [
      { eventName: RISKS_TO_KEY, requestParameters: { keyId: [...keyId, alias, aliasArn] } },
      { eventName: RISKS_TO_ALIAS, requestParameters: { aliasName: [alias] } },
    ],
  };
}

function checkTarget(where: string, watched: WatchedKey, target?: events.IRuleTarget): void {
  if (target === undefined) return;
  if (typeof target?.bind !== 'function') {
    refuse(where, `'target' must be a target of a rule, got ${shown(target)}; make one with a class of aws-cdk-lib/aws-events-targets`);
  }
  const { topic, queue } = target as any;
  const key: kms.IKey | undefined = topic?.masterKey ?? queue?.encryptionMasterKey;
  if (key !== undefined && isWatched(key, watched)) {
    refuse(where, `'target' must be a ${topic ? 'topic' : 'queue'} that another key encrypts, or none, got ${shown(topic ?? queue)} on the key itself; `
      + `once the key is disabled or deleted, the ${topic ? 'topic' : 'queue'} could not deliver the alarm: give it a key of its own`);
  }
}

/** Whether a key is the watched one, be it the construct itself, or an import by a reference to its ARN or by its alias. */
function isWatched(key: kms.IKey, { resource, alias }: WatchedKey): boolean {
  const { aliasName } = key as Partial<kms.IAlias>;
  return keyDefinitionOf(key) === resource || definitionOf(key.keyArn) === resource || (alias !== undefined && aliasName === alias);
}

