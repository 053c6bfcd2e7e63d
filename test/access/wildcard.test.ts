import * as fc from 'fast-check';
import { renderValue } from '../../src/access/intrinsics';
import { matchTokens, sameText, tokenize } from '../../src/access/wildcard';

describe('glob matching', () => {
  const SEED = 20261121;
  const matches = (pattern: string, text: string) => matchTokens(tokenize(pattern, { wildcards: true })!, tokenize(text)!);

  /** Reads the definition aloud: exponential, and fit for small texts only. */
  const naive = (pattern: string, text: string): boolean => {
    if (pattern === '') return text === '';
    if (pattern[0] === '*') return naive(pattern.slice(1), text) || (text !== '' && naive(pattern, text.slice(1)));
    return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && naive(pattern.slice(1), text.slice(1));
  };
  const word = (letters: string[], maxLength: number) => fc.array(fc.constantFrom(...letters), { maxLength }).map((parts) => parts.join(''));

  test('agrees with the naive definition', () => {
    fc.assert(fc.property(word(['a', 'b', '*', '?'], 8), word(['a', 'b', ':'], 10), (pattern, text) => {
      expect(matches(pattern, text)).toEqual(naive(pattern, text));
    }), { seed: SEED, numRuns: 5000 });
  });

  test('never excludes what a symbol could stand for, nor promises what it could break', () => {
    const symbol = renderValue({ Ref: 'X' }, {});
    const put = (text: string, value: string) => text.replaceAll('X', value);
    fc.assert(fc.property(
      word(['a', 'b', '*', '?', 'X'], 5), word(['a', 'b', 'X'], 5), word(['a', 'b'], 3),
      (pattern, text, value) => {
        const truth = matches(put(pattern, symbol), put(text, symbol));
        const instance = naive(put(pattern, value), put(text, value));
        expect([instance, 'unknown']).toContain(truth);
      },
    ), { seed: SEED, numRuns: 5000 });
  });

  test('never lets the Region, the partition or the account reach over a colon', () => {
    const [region, account, resource] = ['AWS::Region', 'AWS::AccountId', 'Trail'].map((name) => renderValue({ Ref: name }, {}));

    expect(matches('arn:aws:cloudtrail:*:111111111111:trail/*', `arn:aws:cloudtrail:${region}:222222222222:trail/audit`)).toEqual(false);
    expect(matches('arn:aws:cloudtrail:*:111111111111:trail/*', `arn:aws:cloudtrail:${region}:111111111111:trail/audit`)).toEqual(true);
    expect(matches('arn:aws:cloudtrail:*:111111111111:trail/*', `arn:aws:cloudtrail:${region}:${account}:trail/audit`)).toEqual('unknown');
    expect(matches('arn:aws:cloudtrail:*:111111111111:trail/*', `arn:aws:cloudtrail:${region}:222222222222:trail/${resource}`)).toEqual('unknown');
    expect(matches('arn:aws:cloudtrail:*111111111111:trail/*', `arn:aws:cloudtrail:${region}:222222222222:trail/audit`)).toEqual('unknown');
    expect(matches('arn:aws:cloudtrail:*:111111111111:trail/a', `arn:aws:cloudtrail:${region}:222222222222:trail/x:111111111111:trail/a`)).toEqual(true);
  });

  test('knows that a symbol has one value, wherever both begin with it', () => {
    const [partition, account, name] = ['AWS::Partition', 'AWS::AccountId', 'Name'].map((symbol) => renderValue({ Ref: symbol }, {}));

    expect(matches(`arn:${partition}:cloudtrail:*:${account}:trail/${name}`, `arn:${partition}:cloudtrail:eu-west-1:${account}:trail/${name}-2`)).toEqual('unknown');
    expect(matches(`arn:${partition}:cloudtrail:eu-west-1:${account}:trail/${name}`, `arn:${partition}:cloudtrail:eu-west-1:${account}:trail/${name}-2`)).toEqual(false);
    expect(matches(`arn:${partition}:cloudtrail:eu-west-1:111111111111:trail/${name}`, `arn:${partition}:cloudtrail:eu-west-1:000000000000:trail/audit`)).toEqual(false);
    expect(matches(`arn:${partition}:cloudtrail:eu-west-1:111111111111:trail/${name}`, `arn:${partition}:cloudtrail:eu-west-1:111111111111:trail/audit`)).toEqual('unknown');
    expect(matches(`${partition}-?`, `${partition}-`)).toEqual(false);
  });

  test('takes an unresolved text for equal to nothing, and a symbol for equal to itself', () => {
    const unresolved = renderValue({ 'Fn::Select': [0, []] }, {});
    const symbol = renderValue({ Ref: 'X' }, {});

    expect(sameText(unresolved, unresolved)).toEqual('unknown');
    expect(sameText(symbol, symbol)).toEqual(true);
    expect(sameText(`a${symbol}`, `b${symbol}`)).toEqual(false);
  });
});
