import { isInRange } from '../../src/access/ip-range';

describe('address ranges', () => {
  test.each<[string, string, boolean | undefined]>([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['10.1.2.3', '0.0.0.0/0', true],
    ['10.1.2.3', '10.1.2.3/32', true],
    ['10.1.2.4', '10.1.2.3/32', false],
    ['2001:db8:ffff::1', '2001:db8::/32', true],
    ['2001:db8::1', '2001:db8:0:0:0:0:0:1', true],
    ['::', '::/0', true],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0', true],
    ['ABCD::', 'abcd::/16', true],
    ['10.1.2', '10.0.0.0/8', undefined],
    ['10.1.2.256', '10.0.0.0/8', undefined],
    ['10.1.2.3', '10.0.0.0/8/9', undefined],
    ['10.1.2.3', '10.0.0.0/', undefined],
    ['10.1.2.3', '10.0.0.0/+8', undefined],
    ['10.1.2.3', '10.0.0.0/8.0', undefined],
    ['10.1.2.3', 'everywhere', undefined],
    ['10.1.2.3', 'everywhere/8', undefined],
    ['10.1.2.+3', '10.0.0.0/8', undefined],
    ['10.1.2.3e0', '10.0.0.0/8', undefined],
    ['1::2::3', '::/0', undefined],
    ['1:2:3:4:5:6:7:8:9', '::/0', undefined],
    ['1:2:3:4:5:6:7::8', '::/0', undefined],
    ['g::1', '::/0', undefined],
    ['gabc::1', '::/0', undefined],
    ['1g::1', '::/0', undefined],
    ['12345::1', '::/0', undefined],
  ])('%s in %s: %s', (address, range, expected) => {
    expect(isInRange(address, range)).toEqual(expected);
  });
});
