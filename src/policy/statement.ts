import { aws_iam as iam } from 'aws-cdk-lib';
import { collision, elementsOf, merged } from './conditions';
import { refuse } from '../private/props-check';
import type { Conditions } from '../private/sorted';

/** The parts of a statement; the principals may bring conditions of their own, if all bring the same. */
interface StatementParts {
  readonly sid: string;
  readonly principals: iam.IPrincipal[];
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions: Conditions;
}

/** A statement with its own conditions and those of its principals, in one order. */
export function statement(parts: StatementParts): iam.PolicyStatement {
  const { conditions, ...rest } = parts;
  const principals = distinct(parts.principals);
  const ofPrincipals = principals[0].policyFragment.conditions;
  const replaced = collision(conditions, ofPrincipals);
  if (replaced !== undefined) {
    refuse(parts.sid, `a principal brings the condition ${replaced}, which would replace the statement's own; leave it out of the principal`);
  }
  const result = new iam.PolicyStatement({ ...rest, principals: [], conditions: merged(conditions, ofPrincipals) });
  // after the conditions, for a statement keeps the order in which it first heard of them
  result.addPrincipals(...principals);
  return result;
}

/** Principals whom somebody else chose: `*` without a condition would be everybody. */
export function callers(principals: iam.IPrincipal[]): iam.IPrincipal[] {
  return elementsOf('principals', principals, (check, element, principal) => {
    const { principalJson, conditions } = principal?.policyFragment ?? {};
    const isPrincipal = principalJson !== undefined;
    check.kind(element, principal, isPrincipal, 'a principal', "use new iam.ArnPrincipal(), or the 'grantPrincipal' of what has one");
    if (isPrincipal && [principalJson.AWS ?? principalJson.LiteralString].flat().includes('*') && Object.keys(conditions).length === 0) {
      check.add("'principals' must not hold \"*\" without a condition, got it; that is everybody: use an OrganizationPrincipal");
    }
  });
}

/** Principals once each: the CDK removes doubles only under a feature flag of the app. */
function distinct(principals: iam.IPrincipal[]): iam.IPrincipal[] {
  return [...new Map(principals.map(principal => [JSON.stringify(principal.policyFragment), principal])).values()];
}

/** One name in every partition; https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-ct.html */
export function cloudTrail(): iam.IPrincipal {
  return new iam.ServicePrincipal('cloudtrail.amazonaws.com');
}
