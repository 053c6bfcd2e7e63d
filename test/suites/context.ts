/** Gives every App of this process a context, the way the CDK's command line does. */
export function useContext(context: { [key: string]: any }) {
  process.env.CDK_CONTEXT_JSON = JSON.stringify({ ...context, 'aws:cdk:disable-asset-staging': true });
  // the newest CDK checks every template against CloudFormation's schemas: 15-60 ms a stack, and asserted in one file of its own
  process.env.CDK_VALIDATION = 'false';
}
