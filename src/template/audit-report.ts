import type { AccessProbe, KeyPolicyAuditContext, KeyPolicyFinding } from '../access/key-policy-audit';

/** A template of CloudFormation, and where it is deployed as far as that is known. */
export interface TemplateSource {
  /** What reports call it: a path or a file's name. */
  readonly name: string;

  /** The parsed template; intrinsic functions in their long form. */
  readonly template: any;

  /** 12 digits; undefined where only the deployment knows it. */
  readonly account?: string;

  /** For example `eu-central-1`; undefined where only the deployment knows it. */
  readonly region?: string;

  /** The name of the stack, for references to its outputs by that name; undefined where it is not known. */
  readonly stackName?: string;

  /** For a nested stack: where it is nested, so that its parameters can be followed. */
  readonly nestedIn?: NestedStackResource;
}

/** The resource that a nested stack is in the template that nests it. */
export interface NestedStackResource {
  readonly source: TemplateSource;
  readonly logicalId: string;
}

/** A key that was audited. */
export interface AuditedKey {
  /** What reports call it: `NAME: LOGICAL_ID` for one of a template, with `(1 of 2)` behind it where a condition chooses its policy; the name of the file for a bare policy. */
  readonly key: string;

  /** The template that it stands in; undefined for a bare policy. */
  readonly template?: string;

  /** Its id in the template; undefined for a bare policy. */
  readonly logicalId?: string;

  /** Its policy as it was read. */
  readonly policy: any;

  /** What it was judged by: where the key is and what it is for. */
  readonly context: KeyPolicyAuditContext;

  /** What was asked, and the answers. */
  readonly probes: AccessProbe[];

  /** What is wrong with the policy, the worst first. */
  readonly findings: KeyPolicyFinding[];
}

/** Something that is wrong with how a resource is wired, be it a trail, a bucket, a key or whatever else uses the key. */
export interface ResourceFinding extends KeyPolicyFinding {
  /** The template of the resource. */
  readonly template: string;

  /** The id of the resource in it. */
  readonly logicalId: string;

  /** Where in the resource, as in `Properties.KMSKeyId`. */
  readonly propertyPath: string;
}

/** Everything that an audit found. */
export interface AuditReport {
  readonly keys: AuditedKey[];
  readonly resources: ResourceFinding[];
}
