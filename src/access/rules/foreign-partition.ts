import type { Rule } from '../rule/rule';
import { shown } from '../rule/shown';

/**
 * Nothing reaches across partitions.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export const FOREIGN_PARTITION: Rule = {
  id: 'foreign-partition',
  severity: 'error',
  check: (audited) =>
    audited.statements.flatMap((statement) => {
      const {
        environment: { partition },
        knowsPartition,
      } = audited.context;
      const foreign = [...statement.everyText].filter((text) => /^arn:aws[a-z-]*(:|$)/.test(text) && text.split(':')[1] !== partition);
      return !knowsPartition || foreign.length === 0
        ? []
        : [
          statement.complaint(
            `names ${foreign.map(shown).join(', ')}, not of the key's partition, ${shown(partition)}`,
            'write the partition as ${AWS::Partition}',
          ),
        ];
    }),
};
