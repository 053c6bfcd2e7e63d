import { Aws, aws_iam as iam } from 'aws-cdk-lib';
import { ACCOUNT_ID, PERMISSION_SET_NAME, ROLE_PATTERN } from './private/formats';
import { PropsCheck } from './private/props-check';

/**
 * Readers that cannot be named by an ARN: roles that do not exist yet, and those whose names somebody else makes up.
 *
 * KMS refuses a key policy with a principal that does not exist. These are written as their account with a condition on `aws:PrincipalArn`,
 * so the roles' own IAM policies must allow them to read as well.
 */
export abstract class LogReaders {
  /**
   * The roles of an account whose names match a pattern, those that do not exist yet included.
   *
   * Admits every such role that also has an IAM policy for it. Throws on a malformed account or pattern, and on one that matches every role.
   *
   * @param accountId the account of the roles, 12 digits
   * @param rolePattern a role's name, with its path if it has one, as in `audit-*` or `teams/audit-*`;
   * `*` and `?` stand for unknown characters, `*` for slashes too
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
   */
  public static rolePattern(accountId: string, rolePattern: string): iam.IPrincipal {
    const check = new PropsCheck();
    check.required('accountId', accountId, ACCOUNT_ID);
    check.literal('rolePattern', rolePattern, ROLE_PATTERN);
    check.done('LogReaders.rolePattern');
    return rolesOf(accountId, [rolePattern]);
  }

  /**
   * Whoever signs in to an account with a permission set of IAM Identity Center.
   *
   * Admits the role that Identity Center makes for it, whatever suffix it has this time, if the permission set allows it too.
   * Throws on a malformed account or name.
   *
   * @param accountId the account that the permission set is assigned to, 12 digits
   * @param permissionSetName the permission set's name, as in `SecurityAudit`
   * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
   */
  public static permissionSet(accountId: string, permissionSetName: string): iam.IPrincipal {
    const check = new PropsCheck();
    check.required('accountId', accountId, ACCOUNT_ID);
    check.literal('permissionSetName', permissionSetName, PERMISSION_SET_NAME);
    check.done('LogReaders.permissionSet');
    // the suffix has 16 characters: with an open end, the set "Audit" would match the roles of a set "Audit_All" too
    const role = `AWSReservedSSO_${permissionSetName}_${'?'.repeat(16)}`;
    const path = 'aws-reserved/sso.amazonaws.com';
    return rolesOf(accountId, [`${path}/${role}`, `${path}/*/${role}`]);
  }
}

function rolesOf(accountId: string, patterns: string[]): iam.IPrincipal {
  const account = `arn:${Aws.PARTITION}:iam::${accountId}`;
  const arns = patterns.map(pattern => `${account}:role/${pattern}`);
  return new iam.ArnPrincipal(`${account}:root`).withConditions({ ArnLike: { 'aws:PrincipalArn': arns.length === 1 ? arns[0] : arns } });
}
