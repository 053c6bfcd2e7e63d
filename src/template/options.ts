/** What else than the templates is known. */
export interface TemplateAuditOptions {
  /** The trails of keys whose own trails the templates do not hold. */
  readonly trailArns?: string[];

  /** The organization of the account, as in `o-exampleorg1`. */
  readonly organizationId?: string;

  /** Whether the buckets that the templates do not hold use an S3 Bucket Key. */
  readonly bucketKey?: boolean;

  /** The account that templates are deployed to, and their keys with them, where they do not tell. */
  readonly keyAccount?: string;
}
