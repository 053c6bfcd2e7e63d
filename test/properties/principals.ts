import { App, Aws, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Conditions, leaf, Place, Principal } from './setup';
import { LogReaders } from '../../src';

/** Writes principals for a stack with the CDK's means, and remembers what CloudFormation makes of the roles and users that it defines for that. */
export class Principals {
  /** ARNs by the logical ids in the stack. */
  public readonly arns = new Map<string, string>();

  private imported = 0;

  public constructor(private readonly stack: Stack, private readonly place: Place) {}

  public of(principal: Principal): iam.IPrincipal {
    const conditions = conditionsOf(principal);
    const bare = this.bare(principal);
    return Object.keys(conditions).length === 0 ? bare : new iam.PrincipalWithConditions(bare, conditions);
  }

  private bare(principal: Principal): iam.IPrincipal {
    const { partition } = this.place;
    switch (principal.is) {
      case 'role':
      case 'user': {
        const arn = `${this.accountArn(principal.account, principal.written)}:${principal.is}/${principal.name}`;
        return principal.written === 'imported' ? this.import(principal.is, arn) : new iam.ArnPrincipal(arn);
      }
      case 'session': return new iam.ArnPrincipal(`arn:${partition}:sts::${principal.account}:assumed-role/${leaf(principal.name)}/${principal.session}`);
      case 'account':
        return principal.written === 'AccountPrincipal' ? new iam.AccountPrincipal(principal.account)
          : new iam.ArnPrincipal(`${this.accountArn(principal.account, principal.written)}:root`);
      case 'organization': return new iam.OrganizationPrincipal(principal.id);
      case 'everybody of the account': return everybody({ StringEquals: { 'aws:PrincipalAccount': principal.account } });
      case 'everybody like':
        return everybody({ ArnLike: { 'aws:PrincipalArn': `arn:${partition}:iam::${principal.account}:role/${principal.pattern}` } });
      case 'roles like': return LogReaders.rolePattern(principal.account, principal.pattern);
      case 'permission set': return LogReaders.permissionSet(principal.account, principal.name);
      case 'role of the stack':
        return this.defined('role', principal.name, id => new iam.Role(this.stack, id, { assumedBy: new iam.AccountRootPrincipal() }));
      case 'user of the stack': return this.defined('user', principal.name, id => new iam.User(this.stack, id));
      case 'role of another stack': return this.ofAnotherStack(principal.name);
      case 'composite': return new iam.CompositePrincipal(...principal.parts.map(part => this.bare(part)));
    }
  }

  private accountArn(account: string, written: string): string {
    return written === 'by pseudo parameters'
      ? `arn:${Aws.PARTITION}:iam::${account === this.place.account ? Aws.ACCOUNT_ID : account}`
      : `arn:${this.place.partition}:iam::${account}`;
  }

  private import(is: 'role' | 'user', arn: string): iam.IPrincipal {
    const id = `Imported${this.imported++}`;
    return is === 'role' ? iam.Role.fromRoleArn(this.stack, id, arn).grantPrincipal : iam.User.fromUserArn(this.stack, id, arn).grantPrincipal;
  }

  private defined(is: 'role' | 'user', name: string, define: (id: string) => iam.Role | iam.User): iam.IPrincipal {
    const id = `${is}${name}`;
    const made = this.stack.node.tryFindChild(id) as iam.Role | iam.User | undefined ?? define(id);
    const { partition, account } = this.place;
    this.arns.set(this.stack.getLogicalId(made.node.defaultChild as iam.CfnRole | iam.CfnUser), `arn:${partition}:iam::${account}:${is}/Audit-${name}`);
    return made.grantPrincipal;
  }

  private ofAnotherStack(roleName: string): iam.IPrincipal {
    const { pinned, account, region } = this.place;
    const app = this.stack.node.root as App;
    const other = app.node.tryFindChild('Other') as Stack | undefined ?? new Stack(app, 'Other', { env: pinned ? { account, region } : undefined });
    return other.node.tryFindChild(roleName) as iam.Role | undefined
      ?? new iam.Role(other, roleName, { roleName, assumedBy: new iam.AccountRootPrincipal() });
  }
}

function everybody(conditions: iam.Conditions): iam.IPrincipal {
  return new iam.AnyPrincipal().withConditions(conditions);
}

function conditionsOf({ organizationId, mfa, mfaAge, sourceIp, viaService }: Conditions): iam.Conditions {
  const equal = { ...organizationId && { 'aws:PrincipalOrgID': organizationId }, ...viaService && { 'kms:ViaService': viaService } };
  return {
    ...Object.keys(equal).length > 0 && { StringEquals: equal },
    ...mfa && { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    ...mfaAge && { Null: { 'aws:MultiFactorAuthAge': 'false' } },
    ...sourceIp && { IpAddress: { 'aws:SourceIp': `${sourceIp}/32` } },
  };
}
