/** What `--help` prints. */
export const HELP = `Usage: cdk-cloudtrail-encryption audit [options]

Asks the policies of KMS keys for CloudTrail who may do what, and says what is wrong with them.

What to audit (one of these; ./cdk.out if none is given)
  --assembly DIRECTORY   a cloud assembly, as written by cdk synth
  --template FILE...     templates of CloudFormation, JSON or YAML; - is standard input
  --policy FILE...       bare key policies, JSON or YAML; - is standard input; needs --key-account

What the keys are for
  --trail-arn ARN        a trail that has to be able to use the key; can be repeated
                         (default: the trails that templates and policies name)
  --organization-id ID   the organization of the account
  --key-account ID       the account of the keys, where a template leaves it open
  --bucket-key           the log buckets use an S3 Bucket Key

What to print
  --format FORMAT        text (default), json, markdown, html or sarif
  --fix-policy           the corrected policy: the same administrators and readers, and statements
                         for CloudTrail that admit the trails alone. Without --format it is all that
                         is printed, with the difference on standard error. No file is changed.
  --output FILE          write there instead of to standard output

  --help, -h             this page
  --version              the version

Exit codes
  0  no error was found
  1  errors were found
  2  input could not be read, or the command was called wrongly
`;
