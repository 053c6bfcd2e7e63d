import { App, Aws, aws_iam as iam, Lazy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { shown } from '../../src/private/props-check';

class Widget extends Construct {}
const widget = () => new Widget(new Stack(new App(), 'Stack'), 'Widget');

const circle: any = { a: {} };
circle.a.b = circle;

const bomb = Array.from({ length: 300 }).reduce<unknown>((inner) => [inner, inner], 'x');

describe('a received value is shown', () => {
  test.each<[string, unknown, string]>([
    ['in quotes, if it is a text', 'audit', '"audit"'],
    ['with what JSON escapes', 'a"b\n', '"a\\"b\\n"'],
    ['without quotes, if it is a number', 5, '5'],
    ['by its name, if it is undefined', undefined, 'undefined'],
    ['by its name, if it is null', null, 'null'],
    ['with its elements, if it is a list', ['a', 5], '["a",5]'],
    ['with its elements, if it is a plain object', { a: { b: 'c' } }, '{"a":{"b":"c"}}'],
    ['by its class, if it is any other object', new Date(0), 'a Date'],
    ['by its class, if it is a principal', new iam.StarPrincipal(), 'a StarPrincipal'],
    ['as a token, if it is a text that is one', Aws.REGION, 'a token'],
    ['with a token in its place, if it is a text that holds one', `eu-${Aws.REGION}`, '"eu-${Token}"'],
    ['as a token, if it is a number that is one', Lazy.number({ produce: () => 5 }), 'a token'],
    ['as a token, if it is a list that is one', Lazy.list({ produce: () => ['a'] }), 'a token'],
    ['as a token, if it is an object that is one', Lazy.any({ produce: () => ({}) }), 'a token'],
    ['whole, with 200 characters', 'a'.repeat(198), `"${'a'.repeat(198)}"`],
    ['without its end, with 201 characters', 'a'.repeat(199), `"${'a'.repeat(199)}...`],
    ['with its elements, if one of them is a bigint', [1, 2n], '[1,"2"]'],
    ['with its elements, if they have the names of what every object has', JSON.parse('{"constructor":1,"__proto__":2,"toString":3}'), '{"constructor":1,"__proto__":2,"toString":3}'],
    ['with its elements, if it is a plain object without a prototype', Object.assign(Object.create(null), { a: 5 }), '{"a":5}'],
    ['by its kind, if it is an object that holds itself', circle, 'an object that holds itself'],
    ['without its end, if it is multiplied by what it shares', bomb, `${'['.repeat(200)}...`],
    ['without its end, if it is a long list', Array.from({ length: 100 }, () => 'ab'), `[${'"ab",'.repeat(39)}"ab"...`],
  ])('%s', (_, value, text) => {
    expect(shown(value)).toEqual(text);
  });

  test('by its class and path, if it is a construct', () => {
    expect(shown(widget())).toEqual('the Widget "Stack/Widget"');
  });

  test('by its path alone, if it is a construct in a list or an object', () => {
    expect(shown([widget()])).toEqual('["Stack/Widget"]');
    expect(shown({ a: widget() })).toEqual('{"a":"Stack/Widget"}');
  });
});
