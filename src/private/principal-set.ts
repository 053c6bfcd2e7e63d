import type { aws_iam as iam } from 'aws-cdk-lib';
import type { PolicyPrincipal } from './principals';

/** Principals once each, in the order in which they came. */
export class PrincipalSet {
  private readonly byId = new Map<string, PolicyPrincipal>();

  public get isEmpty(): boolean {
    return this.byId.size === 0;
  }

  public get list(): PolicyPrincipal[] {
    return [...this.byId.values()];
  }

  public add(principal: PolicyPrincipal): void {
    this.byId.set(principal.id, principal);
  }

  /** One statement for all who bring equal conditions: a statement holds one set of them. */
  public statements(build: (principals: iam.IPrincipal[]) => iam.PolicyStatement): iam.PolicyStatement[] {
    const groups = new Map<string, iam.IPrincipal[]>();
    for (const { principal } of this.byId.values()) {
      const conditions = JSON.stringify(principal.policyFragment.conditions);
      const group = groups.get(conditions);
      if (group === undefined) {
        groups.set(conditions, [principal]);
      } else {
        group.push(principal);
      }
    }
    return [...groups.values()].map(group => build(group));
  }
}
