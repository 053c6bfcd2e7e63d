import { Stack, Token } from 'aws-cdk-lib';
import { evaluate } from '../access/evaluate';
import { renderValue, UNRESOLVED } from '../access/intrinsics';
import type { AccessRequest, Evaluation, PolicyEnvironment } from '../access/request';
import { TRAIL_CONTEXT } from '../policy/conditions';
import { partitionOfRegion } from '../private/arns';
import type { FinalPolicy } from '../private/final-policy';
import { TrailIdentity } from '../trail-identity';

/** An account that no policy names: AWS gives none this id. */
const NOBODYS_ACCOUNT = '000000000000';

/** What is asked of a finished key policy that holds more, or less, than this library put into it. */
export class KeyPolicyQuestions {
  private readonly environment: PolicyEnvironment;

  public constructor(private readonly policy: FinalPolicy, private readonly stack: Stack) {
    const { account, region } = stack;
    this.environment = {
      account: Token.isUnresolved(account) ? undefined : account,
      region: Token.isUnresolved(region) ? undefined : region,
      partition: partitionOfRegion(region),
    };
  }

  /** The trails that some statement keeps from encrypting. */
  public shutOut(trails: TrailIdentity[]): TrailIdentity[] {
    return trails.filter(trail => !trail.isPattern && this.mayUse(trail, 'kms:GenerateDataKey').outcome === 'denied');
  }

  /** The actions that CloudTrail may do on behalf of the trails of every account. */
  public openToEveryTrail(): string[] {
    const stranger = new TrailIdentity({ trailName: 'stranger', accountId: NOBODYS_ACCOUNT, region: this.environment.region ?? 'us-east-1' });
    return ['kms:GenerateDataKey', 'kms:Decrypt'].filter(action => this.mayUse(stranger, action).outcome === 'direct');
  }

  /** Whether some Allow covers PutKeyPolicy, whoever it admits, and no Deny takes it from everybody: one with exceptions does not. */
  public isAdministered(): boolean {
    const forAnybody = this.policy.statements
      .filter(({ Effect: effect, Condition: condition, NotPrincipal: except }) => effect === 'Allow' || (condition === undefined && except === undefined))
      .map(statement => statement.Effect === 'Allow' ? { ...statement, Principal: '*', Condition: undefined } : statement);
    const { outcome } = this.ask(forAnybody, { action: 'kms:PutKeyPolicy', caller: { account: NOBODYS_ACCOUNT } });
    return outcome !== 'no' && outcome !== 'denied';
  }

  /** Those of whom a foreign statement admits to decrypt what CloudTrail did not encrypt; the account, which delegates to IAM, excepted. */
  public decryptingAnything(): any[] {
    return this.policy.foreignStatements.filter(statement => this.decryptsAnything(statement)).map(statement => statement.Principal);
  }

  private decryptsAnything(statement: any): boolean {
    const principals = [statement.Principal?.AWS ?? statement.Principal ?? []].flat().map(principal => renderValue(principal, this.environment));
    const isDelegation = principals.every(principal => principal === this.account || principal.endsWith(`:iam::${this.account}:root`));
    if (isDelegation || (statement.Principal?.Service !== undefined && statement.Principal.AWS === undefined)) return false;
    const onContext = Object.entries<any>(statement.Condition ?? {}).map(([operator, keys]) => [operator, Object.fromEntries(
      Object.entries(keys).filter(([key]) => key.toLowerCase().startsWith('kms:encryptioncontext')))]);
    const forAnybody = { ...statement, Principal: '*', Condition: Object.fromEntries(onContext) };
    return this.ask([forAnybody], { action: 'kms:Decrypt', caller: { account: NOBODYS_ACCOUNT } }).outcome === 'direct';
  }

  private get account(): string {
    return this.environment.account ?? renderValue({ Ref: 'AWS::AccountId' }, this.environment);
  }

  private mayUse(trail: TrailIdentity, action: string): Evaluation {
    const [trailArn, accountId] = [trail.trailArn, trail.accountId].map(value => renderValue(this.stack.resolve(value), this.environment));
    return this.ask(this.policy.statements, {
      action,
      caller: { service: 'cloudtrail.amazonaws.com' },
      context: {
        'aws:SourceArn': trailArn,
        'aws:SourceAccount': accountId,
        [TRAIL_CONTEXT]: trailArn,
        // AWS does not document whether CloudTrail sends them
        'aws:SourceOrgID': UNRESOLVED,
        'aws:SourceOrgPaths': UNRESOLVED,
      },
    });
  }

  private ask(statements: any[], request: Omit<AccessRequest, 'resource'>): Evaluation {
    const { partition = 'aws', region = 'us-east-1', account = NOBODYS_ACCOUNT } = this.environment;
    const resource = `arn:${partition}:kms:${region}:${account}:key/this`;
    return evaluate({ ...this.policy.document, Statement: statements }, { ...request, resource }, this.environment);
  }
}
