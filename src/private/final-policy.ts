import type { Stack } from 'aws-cdk-lib';
import { policySize, Size } from './policy-size';
import { pseudoParameter } from './render';
import { missingFrom } from './sids';

/** The policy of a resource as CloudFormation will get it. */
export class FinalPolicy {
  private readonly size: Size;

  /**
   * @param document the rendered policy
   * @param added the rendered statements that this library put into it
   * @param stack the stack of the resource
   */
  public constructor(public readonly document: any, private readonly added: any[], stack: Stack) {
    this.size = policySize(document ?? {}, name => pseudoParameter(name, stack));
  }

  /** The statements; none, if the policy is not one. */
  public get statements(): any[] {
    return [this.document?.Statement ?? []].flat();
  }

  /** Whether this library put a statement into the policy. */
  public isOurs(statement: any): boolean {
    return missingFrom(this.added, [statement]).length === 0;
  }

  /** Whether the policy is not too large, whatever its references become. */
  public fits(limit: number): boolean {
    return this.size.max <= limit;
  }

  /** Whether the policy might be too large, depending on what its references become. */
  public mayExceed(limit: number): boolean {
    return this.size.min <= limit && !this.fits(limit);
  }

  /** What was taken out of the policy. */
  public losses(kind: string): string[] {
    return missingFrom(this.statements, this.added)
      .map(({ Sid: sid }) => `statement '${sid}' is missing from the ${kind} policy, which was replaced or changed after this library wrote it; `
        + 'add to the policy instead of replacing it');
  }

  /** What S3 or KMS refuses in a policy, whatever it is for. */
  public refusals(kind: string, limit: number, advice: string): string[] {
    const { min } = this.size;
    return [
      ...this.duplicateSids().map(sid => `statement id '${sid}' stands more than once in the ${kind} policy; give your own statement another sid`),
      ...min > limit ? [`the ${kind} policy has ${min} bytes or more, of ${limit} at most; ${advice}`] : [],
    ];
  }

  private duplicateSids(): string[] {
    const sids = this.statements.map(statement => statement.Sid).filter(sid => sid !== undefined);
    return [...new Set(sids.filter((sid, i) => sids.indexOf(sid) < i))];
  }
}
