/** The parts of an ARN after the first; any of them may be, or hold, an unresolved token. */
export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Splits an ARN; undefined where it is none, or where it is one opaque token. */
export function parseArn(arn: string): ArnParts | undefined {
  // an encoded token holds no colon, so it stays in one piece
  const [scheme, partition, service, region, account, ...resource] = arn.split(':');
  return scheme === 'arn' && resource.length > 0
    ? { partition, service, region, account, resource: resource.join(':') }
    : undefined;
}

/** Whether a value holds a wildcard of IAM's string and ARN operators. */
export function hasWildcard(value: string): boolean {
  return /[*?]/.test(value);
}

/** https://docs.aws.amazon.com/general/latest/gr/rande.html and, beyond it, the SDKs' list of partitions */
const PARTITIONS: [RegExp, string][] = [
  [/^cn-/, 'aws-cn'],
  [/^us-gov-/, 'aws-us-gov'],
  [/^us-iso-/, 'aws-iso'],
  [/^us-isob-/, 'aws-iso-b'],
  [/^eu-isoe-/, 'aws-iso-e'],
  [/^us-isof-/, 'aws-iso-f'],
  [/^eusc-/, 'aws-eusc'],
  [/^(af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d+$/, 'aws'],
];

/** The partition that a Region name tells by itself; undefined where its name leaves that open. */
export function partitionOfRegion(region: string): string | undefined {
  return hasWildcard(region) ? undefined : PARTITIONS.find(([names]) => names.test(region))?.[1];
}
