import type { Rule } from '../rule/rule';
import { shown } from '../rule/shown';
import { isPlain } from '../wildcard';

const VIA_SERVICE = /^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){0,9}\.[a-z]{1,20}(-[a-z]{1,20}){1,9}-\d{1,9}\.amazonaws\.com$/;

/**
 * `kms:ViaService` is the name of a service with its Region, and ends in amazonaws.com in every partition.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export const VIA_SERVICE_NEVER_MATCHES: Rule = {
  id: 'via-service-never-matches',
  severity: 'warning',
  check: (audited) =>
    audited.statements.flatMap((statement) =>
      statement.conditions
        .filter(({ operator, name }) => name === 'kms:viaservice' && operator !== 'Null')
        .flatMap(({ values }) => values.filter((value) => isPlain(value) && !VIA_SERVICE.test(value)))
        .map((value) =>
          statement.complaint(
            `has the kms:ViaService ${shown(value)}, which no request sends`,
            'write it with the Region, as in "s3.eu-central-1.amazonaws.com"',
          ),
        ),
    ),
};
