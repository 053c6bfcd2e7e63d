import { Aws, aws_iam as iam, CfnResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { accountRoot } from './account-root';
import { hasWildcard, parseArn, partitionOfRegion } from './arns';
import { callerValues, isAccount, isKnownAs } from './caller-conditions';
import { ACCOUNT_ID, PARTITION, ROLE_OR_USER, SESSION } from './formats';
import { knownToDiffer } from './known';
import { shown } from './props-check';
import { sorted } from './sorted';
import { asText, meansAnother, withPlainTokens } from './tokens';

/** How a principal stands in the policy of a resource, once it is known to be admissible there. */
export interface PolicyPrincipal {
  /** The principal to write into the statement. */
  readonly principal: iam.IPrincipal;

  /** What is equal for two principals that are the same. */
  readonly id: string;

  /** The account, if the principal is an account as a whole and brings no conditions. */
  readonly accountId?: string;

  /**
   * Whom to give the identity half as well.
   *
   * Set where the statement can name only the account and tells the principal by a condition: that delegates to IAM instead of admitting directly.
   */
  readonly identity?: iam.IPrincipal;

  /** Where the principal was given, if a token hides whom it admits. */
  readonly hiddenAs?: string;

  /** Whether the principal is `*`, and only its conditions say who. */
  readonly isEverybody?: boolean;
}

/** What a principal turned out to be: several, if it is a composite, or the reasons why it is refused. */
export interface PrincipalReading {
  readonly complaints: string[];
  readonly principals: PolicyPrincipal[];
}

/** Where a principal is written into a policy, and who was given it. */
interface Place {
  readonly scope: IConstruct;
  readonly asker: IConstruct;
}

const ALLOWED = 'a role, a user, an account, or an organization or other "*" with a condition that says who';

/**
 * Reads a principal for the policy of a resource that is, or will be, in the stack of `scope`.
 *
 * A role or user that another stack defines is written by its account and literal name: with a reference to it, that stack would have to come first
 * and could use nothing of this one.
 *
 * @param asker whoever was given the principal, where that is not the resource itself
 */
export function readPrincipal(prop: string, grantable: iam.IGrantable, scope: IConstruct, asker = scope): PrincipalReading {
  const principal = grantable?.grantPrincipal;
  if (principal === undefined) {
    return refused(`'${prop}' must be ${ALLOWED}, got ${shown(grantable)}; pass a principal, as in new iam.ArnPrincipal()`);
  }
  if (principal instanceof iam.UnknownPrincipal) {
    return refused(`'${prop}' must be ${ALLOWED}, got a resource that was imported without its role; name the role by its ARN`);
  }
  if (principal instanceof iam.CompositePrincipal && partsOf(principal).some(part => Object.keys(part.policyFragment.conditions).length > 0)) {
    return refused(`'${prop}' must be a CompositePrincipal of principals without conditions, got one with them; list its principals one by one`);
  }
  const { principalJson, conditions } = principal.policyFragment;
  const blocks = Tokenization.isResolvable(conditions) ? [conditions] : Object.values(conditions);
  const malformed = blocks.find(keys => typeof keys !== 'object' || keys === null || Array.isArray(keys) || Tokenization.isResolvable(keys));
  if (malformed !== undefined) {
    return refused(`'${prop}' must bring conditions whose operators and keys are known when the app is synthesized, `
      + `got ${Tokenization.isResolvable(malformed) ? 'a token' : shown(conditions)}; `
      + 'write them as in { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } }');
  }
  const names: unknown[] = [principalJson.AWS ?? principalJson.LiteralString].flat();
  if (Object.keys(principalJson).some(kind => kind !== 'AWS' && kind !== 'LiteralString') || names.some(name => typeof name !== 'string')) {
    return refused(`'${prop}' must be ${ALLOWED}, got ${shown(asText(principalJson, scope))}; name the role or user itself`);
  }
  const unclear = [...names.filter(name => definitionOf(name as string) === undefined), conditions].find(part => meansAnother(part, asker, scope));
  if (unclear !== undefined) {
    return refused(`'${prop}' must name its account, got ${shown(asText(unclear, asker))} of the stack ${shown(Stack.of(asker).node.path)}, `
      + `which is ${shown(asText(unclear, scope))} in a policy of the stack ${shown(Stack.of(scope).node.path)}; `
      + 'write the 12 digits out, or give both stacks an explicit env');
  }
  return names.length === 1
    ? readOne(prop, principal, conditions, names[0] as string, { scope, asker })
    : readComposite(prop, names as string[], conditions, { scope, asker });
}

function readOne(
  prop: string, principal: iam.IPrincipal, conditions: iam.Conditions, name: string, { scope, asker }: Place,
): PrincipalReading {
  if (name === '*') return readEverybody(prop, conditions);
  const definition = definitionOf(name);
  if (definition === undefined) return readName(prop, conditions, name, scope);
  const type = definition.cfnResourceType;
  if (type === 'AWS::IAM::Group') return refused(groupComplaint(prop, pathOf(definition)));
  // a custom resource or a nested stack may put out whatever it likes
  if (/^(Custom::|AWS::CloudFormation::)/.test(type)) return admitted(new iam.ArnPrincipal(name), conditions, name, { hiddenAs: prop });
  if (type !== 'AWS::IAM::Role' && type !== 'AWS::IAM::User') {
    return refused(`'${prop}' must be ${ALLOWED}, got the ${type} "${pathOf(definition)}"; pass the role that it uses`);
  }
  return Stack.of(definition) === Stack.of(scope)
    ? admitted(new iam.ArnPrincipal(name), conditions, name)
    : readOfOtherStack(prop, principal, conditions, definition, { scope, asker });
}

function refused(complaint: string): PrincipalReading {
  return { complaints: [complaint], principals: [] };
}

/** A principal with its conditions in one order, so that those with equal ones can share a statement. */
function admitted(bare: iam.PrincipalBase, conditions: iam.Conditions, name: string, more: Partial<PolicyPrincipal> = {}): PrincipalReading {
  const inOrder = sorted(conditions);
  const principal = Object.keys(inOrder).length === 0 ? bare : bare.withConditions(inOrder);
  return { complaints: [], principals: [{ principal, id: `${name} ${JSON.stringify(inOrder)}`, ...more }] };
}

function groupComplaint(prop: string, group: string): string {
  return `'${prop}' must be ${ALLOWED}, got the group ${shown(group)}; the policy of a resource cannot name a group: name the role that its members assume`;
}

/** The principals of a composite, which keeps them to itself. */
function partsOf(composite: iam.CompositePrincipal): iam.IPrincipal[] {
  return (composite as any)._principals ?? [];
}

function readComposite(prop: string, names: string[], conditions: iam.Conditions, place: Place): PrincipalReading {
  const readings = names.map(name => readOne(prop, new iam.ArnPrincipal(name), conditions, name, place));
  const complaints = readings.flatMap(reading => reading.complaints);
  const principals = readings.flatMap(reading => reading.principals);
  return principals.some(({ identity }) => identity !== undefined)
    ? refused(`'${prop}' is a CompositePrincipal with a role or user of another stack, which needs a grant of its own; list its principals one by one`)
    : { complaints, principals };
}

/** `*` stands for every account of AWS; only a condition on the caller makes it less. */
function readEverybody(prop: string, conditions: iam.Conditions): PrincipalReading {
  const deciding = callerValues(conditions);
  if (deciding.length === 0) {
    return refused(`'${prop}' must be ${ALLOWED}, got "*" with the conditions ${shown(conditions)}; that is everybody: `
      + 'use an OrganizationPrincipal, or a condition on aws:PrincipalArn, aws:PrincipalAccount or aws:PrincipalOrgID that names an account or organization');
  }
  const isHidden = deciding.every(values => values.some(value => Token.isUnresolved(value) && value !== Aws.ACCOUNT_ID));
  return admitted(new iam.AnyPrincipal(), conditions, '*', { isEverybody: true, ...isHidden ? { hiddenAs: prop } : {} });
}

/** The resource that a name refers to, if it refers to one of the app. */
export function definitionOf(name: string): CfnResource | undefined {
  const reference = Tokenization.reverseString(name).tokens.find(token => Reference.isReference(token));
  const target = reference && (reference as Reference).target;
  return CfnResource.isCfnResource(target) ? target : undefined;
}

/** The path that the user knows: that of the construct whose only resource this is. */
function pathOf(definition: CfnResource): string {
  const parent = definition.node.scope;
  return parent?.node.defaultChild === definition ? parent.node.path : definition.node.path;
}

function readOfOtherStack(
  prop: string, principal: iam.IPrincipal, conditions: iam.Conditions, definition: CfnResource, { scope, asker }: Place,
): PrincipalReading {
  const [kind, nameProp] = definition.cfnResourceType === 'AWS::IAM::User' ? ['user', 'userName'] : ['role', 'roleName'];
  const { path = '/', [nameProp]: name } = definition as any;
  const where = `'${prop}' is the ${kind} "${pathOf(definition)}", not of the stack "${Stack.of(scope).node.path}" whose policy names it,`;
  if (name === undefined || Token.isUnresolved(name) || Token.isUnresolved(path)) {
    return refused(`${where} got no literal '${nameProp}'; give it one: the policy tells it by that, `
      + 'because a reference would make the two stacks depend on each other');
  }
  // in a condition, unlike in a principal, these would be wildcards and variables
  if (/[*?$]/.test(path + name) || !ROLE_OR_USER.test(kind + path + name)) {
    return refused(`${where} got the path and name ${shown(path + name)}, which the policy cannot tell it by; use letters, digits or any of _+=,.@-`);
  }
  const [own, theirs] = [Stack.of(scope).account, Stack.of(definition).account];
  if (Token.isUnresolved(own) !== Token.isUnresolved(theirs)) {
    return refused(`${where} got an account for one of the stacks only, ${shown([own, theirs].find(id => !Token.isUnresolved(id)))}; `
      + 'give both an explicit env, or neither');
  }
  if (own !== theirs && Stack.of(asker).account !== theirs) {
    return refused(`${where} and of another account, got ${shown(theirs)}, where it needs an IAM policy that this stack cannot write; `
      + 'name it by its literal ARN here, or by LogReaders.rolePattern() if it comes later, and let an IAM policy there allow it the same');
  }
  const account = `arn:${Aws.PARTITION}:iam::${theirs}`;
  const identified = { 'aws:PrincipalArn': `${account}:${kind}${path}${name}` };
  if (Object.keys(conditions.ArnEquals ?? {}).some(key => key.toLowerCase() === 'aws:principalarn')) {
    return refused(`${where} got the condition ArnEquals aws:PrincipalArn, by which the policy has to tell it; leave that condition out`);
  }
  return admitted(new iam.ArnPrincipal(`${account}:root`), { ...conditions, ArnEquals: { ...conditions.ArnEquals as object, ...identified } },
    account, { identity: principal });
}

function readName(prop: string, conditions: iam.Conditions, name: string, scope: IConstruct): PrincipalReading {
  const principal = new iam.ArnPrincipal(name);
  const { account: ownAccount, region } = Stack.of(scope);
  const arn = withPlainTokens(Stack.of(scope).resolve(name));
  if (arn === undefined) return admitted(principal, conditions, name, { hiddenAs: prop });

  const named = ACCOUNT_ID.test(arn) ? arn : /^arn:[^:]+:iam::([^:]+):root$/.exec(arn)?.[1];
  const parts = parseArn(arn);
  const ownPartition = partitionOfRegion(region);
  if (knownToDiffer(ownPartition, parts?.partition) && PARTITION.test(parts!.partition)) {
    return refused(`'${prop}' must lie in the partition of the stack, ${shown(ownPartition)}, got ${shown(arn)}; nothing reaches across partitions: make a stack in each`);
  }
  if (isAccount(named)) {
    const accountId = named === ownAccount ? Aws.ACCOUNT_ID : named!;
    // rewritten, for `AccountPrincipal` takes its partition from a feature flag of the app
    return admitted(accountRoot(accountId), conditions, accountId, Object.keys(conditions).length === 0 ? { accountId } : {});
  }
  if (parts?.service === 'iam' && parts.resource.startsWith('group/')) return refused(groupComplaint(prop, asText(name, scope)));
  const format = parts?.service === 'sts' ? SESSION : ROLE_OR_USER;
  if (parts === undefined || !['iam', 'sts'].includes(parts.service) || parts.region !== '' || !isAccount(parts.account)
    || !isKnownAs(PARTITION.test, parts.partition) || hasWildcard(arn)) {
    return refused(`'${prop}' must be the ARN of a role, user or account, "arn:PARTITION:iam::ACCOUNT:role/NAME", without wildcards, `
      + `got ${shown(asText(name, scope))}; for roles that are not known by name use LogReaders.rolePattern()`);
  }
  return isKnownAs(format.test, parts.resource)
    ? admitted(principal, conditions, name)
    : refused(`'${prop}' must be an ARN that ends in ${format.allowed}, got ${shown(asText(name, scope))}; ${format.fix}`);
}

/** The account that a principal belongs to; undefined where it belongs to none or, as a composite may, to several, or hides it. */
export function accountOf(grantable: iam.IGrantable): string | undefined {
  const principal = grantable.grantPrincipal;
  const names: unknown[] = [principal.policyFragment.principalJson.AWS].flat();
  const accounts = new Set(names.map(name => typeof name === 'string' ? parseArn(name)?.account : undefined));
  return principal.principalAccount ?? (accounts.size === 1 ? [...accounts][0] : undefined);
}
