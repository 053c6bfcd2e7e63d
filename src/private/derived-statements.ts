import type { aws_iam as iam } from 'aws-cdk-lib';
import { withDistinctSids } from './sids';

/**
 * Statements that are derived from who may use a resource, so that what is added late merges with what came early.
 *
 * Whoever changes what they are derived from calls `changed()`; until then they are built once, however often a template is resolved.
 */
export class DerivedStatements {
  private built?: any[];

  public constructor(private readonly build: () => iam.PolicyStatement[]) {}

  public changed(): void {
    this.built = undefined;
  }

  /**
   * The statements as JSON, each with a Sid of its own.
   *
   * @param taken Sids that the policy has already; a statement that would repeat one gets a number
   */
  public json(taken?: (string | undefined)[]): any[] {
    this.built ??= this.build().map(statement => statement.toStatementJson());
    return withDistinctSids(this.built, taken);
  }
}
