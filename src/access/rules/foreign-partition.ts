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
  check: (audited) => {
    const { environment: { partition }, knowsPartition } = audited.context;
    const isForeign = (text: string) => knowsPartition && /^arn:aws[a-z-]*(:|$)/.test(text) && text.split(':')[1] !== partition;
    return audited.holding(isForeign).map(({ statement, texts }) => statement.complaint(
      `names ${texts.map(shown).join(', ')}, not of the key's partition, ${shown(partition)}`,
      'write the partition as ${AWS::Partition}',
    ));
  },
};
