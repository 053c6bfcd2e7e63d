import { collision } from '../../src/policy/conditions';
import type { Conditions } from '../../src/private/sorted';

describe('the condition that two statements both use', () => {
  const GUARD: Conditions = { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' }, StringEquals: { 'kms:ViaService': '', 'aws:x': '' } };

  test.each<[string, Conditions, string | undefined]>([
    ['is the one that is equal in operator and key', { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'true' } }, 'Null kms:EncryptionContext:aws:cloudtrail:arn'],
    ['is one among others', { Bool: { 'aws:y': 'true' }, StringEquals: { 'aws:y': '', 'aws:x': 'z' } }, 'StringEquals aws:x'],
    ['is shown as it was written, its key in other letter case', { StringEquals: { 'KMS:viaservice': 'x' } }, 'StringEquals KMS:viaservice'],
    ['is shown as it was written, its operator in other letter case', { nULL: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'true' } },
      'nULL kms:EncryptionContext:aws:cloudtrail:arn'],
    ['is none with another key', { StringEquals: { 'kms:CallerAccount': '111111111111' } }, undefined],
    ['is none with another operator', { StringLike: { 'kms:ViaService': '*' } }, undefined],
    ['is none with another qualifier of the operator', { StringEqualsIfExists: { 'kms:ViaService': 'x' } }, undefined],
    ['is none without conditions', {}, undefined],
  ])('%s', (_, own, condition) => {
    expect(collision(GUARD, own)).toEqual(condition);
  });
});
