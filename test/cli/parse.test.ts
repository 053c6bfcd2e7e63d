import { parse } from '../../src/cli/parse';

const yaml = (text: string) => parse('x.yaml', text);
const refused = (text: string, name = 'x.yaml') => () => parse(name, text);

describe('a template in YAML', () => {
  test.each([
    ['!Ref Key', { Ref: 'Key' }],
    ['!Condition IsOpen', { Condition: 'IsOpen' }],
    ['!GetAtt Trail.Arn', { 'Fn::GetAtt': ['Trail', 'Arn'] }],
    ['!GetAtt Nested.Outputs.Arn', { 'Fn::GetAtt': ['Nested', 'Outputs.Arn'] }],
    ['!GetAtt [Trail, Arn]', { 'Fn::GetAtt': ['Trail', 'Arn'] }],
    ["!Sub 'arn:${AWS::Partition}:x'", { 'Fn::Sub': 'arn:${AWS::Partition}:x' }],
    ["!Sub ['${A}', {A: !Ref B}]", { 'Fn::Sub': ['${A}', { A: { Ref: 'B' } }] }],
    ["!Join ['', [a, !Ref B]]", { 'Fn::Join': ['', ['a', { Ref: 'B' }]] }],
    ['!If [Open, !Ref A, !Ref AWS::NoValue]', { 'Fn::If': ['Open', { Ref: 'A' }, { Ref: 'AWS::NoValue' }] }],
    ['!Transform {Name: AWS::Include}', { 'Fn::Transform': { Name: 'AWS::Include' } }],
    ['!ImportValue x', { 'Fn::ImportValue': 'x' }],
    ['2012-10-17', '2012-10-17'],
    ['012345678901', '012345678901'],
    ['123456789012', 123456789012],
    ['1.50', '1.50'],
    ['no', false],
    ["'no'", 'no'],
    ['true', true],
    ['', null],
  ])('has %s in its long form', (text, value) => {
    expect(yaml(`a: ${text}`)).toEqual({ a: value });
  });

  test('may use anchors, aliases and merges', () => {
    expect(yaml('a: &a {x: 1, y: 2}\nb: *a\nc: {<<: *a, y: 3}\nd: {y: 3, <<: [{x: 4}, *a]}')).toEqual({
      a: { x: 1, y: 2 }, b: { x: 1, y: 2 }, c: { x: 1, y: 3 }, d: { x: 4, y: 3 },
    });
  });

  test.each([
    ['broken', 'a: [', 'x.yaml: is neither JSON nor YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 5'],
    ['cyclic', 'a: &a [*a]', 'x.yaml: is neither JSON nor YAML: the alias "a" stands inside what it stands for'],
    ['an alias of nothing', 'a: *b', 'x.yaml: is neither JSON nor YAML: nothing has the anchor "b"'],
    ['a list', '- a', 'x.yaml: must hold an object, got a list'],
    ['a text', 'only text', 'x.yaml: must hold an object, got a string'],
    ['null', '~', 'x.yaml: must hold an object, got null'],
    ['empty', ' \n\t', 'x.yaml: is empty'],
    ['several documents', 'a: 1\n---\na: 2\n', 'x.yaml: is neither JSON nor YAML: it holds several documents, and a template is one'],
    ['something with a key twice', 'a: {b: 1, c: 2, b: 3}', 'x.yaml: is neither JSON nor YAML: the key "b" is given twice'],
    ['deep', `a: ${'['.repeat(20_000)}`, 'x.yaml: is neither JSON nor YAML: it is nested too deeply'],
  ])('is refused in one line where it is %s', (_, text, message) => {
    expect(refused(text)).toThrow(new Error(message));
  });

  test('may have tens of thousands of keys, of which not each is compared with every other', () => {
    const started = Date.now();

    expect(Object.keys(yaml(Array.from({ length: 50_000 }, (_, i) => `A${i}: x`).join('\n'))).length).toEqual(50_000);
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  test('may have lines that end as on Windows, and begin with a mark of the byte order', () => {
    expect(yaml('\ufeffa: !Ref b\r\nc:\r\n  - d\r\n')).toEqual({ a: { Ref: 'b' }, c: ['d'] });
  });

  test('is refused where aliases of aliases multiply it', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]', ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`)].join('\n');

    expect(refused(bomb)).toThrow(new Error('x.yaml: is neither JSON nor YAML: its aliases multiply it beyond measure'));
  });
});

describe('a template in JSON', () => {
  test('is read without what YAML would make of it', () => {
    expect(parse('x.json', ' {"a": "no", "b": [012345678901]}'.replace('0123', '123'))).toEqual({ a: 'no', b: [12345678901] });
  });

  test('may be nested as deeply as a file can be', () => {
    const text = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;

    expect(Object.keys(parse('x.json', text))).toEqual(['a']);
  });

  test('may be YAML in brackets, unless the name of the file says that it is JSON', () => {
    expect(parse('x', '{a: !Ref b}')).toEqual({ a: { Ref: 'b' } });
    expect(refused('{a: 1}', 'x.json')).toThrow(/^x\.json: is not JSON: [^\n]+$/);
  });
});
