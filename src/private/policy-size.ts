/** The value of a pseudo parameter such as `AWS::AccountId`; undefined where only the deployment knows it. */
type PseudoParameters = (name: string) => string | undefined;

/** Bytes, at least and at most: what a reference becomes is known only when it is deployed. */
export interface Size {
  readonly min: number;
  readonly max: number;
}

const PSEUDO_PARAMETERS: ReadonlyMap<string, Size> = new Map(Object.entries({
  'AWS::AccountId': { min: 12, max: 12 },
  'AWS::Partition': { min: 3, max: 10 },
  'AWS::Region': { min: 9, max: 16 },
  'AWS::URLSuffix': { min: 10, max: 18 },
}));

/** From a bucket with a name of 3 characters to a role without a path and with a name of 64. */
const ARN_ATTRIBUTE: Size = { min: 16, max: 102 };

const ANY_REFERENCE: Size = { min: 0, max: 2048 };

/** The size of a rendered policy as JSON, in an environment. */
export function policySize(policy: any, known: PseudoParameters): Size {
  const meter = new Meter(known);
  meter.addJson(policy);
  return { min: meter.min, max: meter.max };
}

class Meter implements Size {
  public min = 0;
  public max = 0;

  public constructor(private readonly known: PseudoParameters) {}

  /** A value as it is written, but with each intrinsic as what it becomes. */
  public addJson(value: any): void {
    this.addBytes(JSON.stringify(value));
    this.replaceIntrinsics(value);
  }

  private replaceIntrinsics(value: any): void {
    if (value === null || typeof value !== 'object') return;
    const names = Object.keys(value);
    if (names[0] === 'Ref' || (names.length === 1 && names[0].startsWith('Fn::'))) {
      this.addExactly('""'.length - Buffer.byteLength(JSON.stringify(value)));
      this.addIntrinsic(names[0], value[names[0]]);
    } else {
      for (const name of names) this.replaceIntrinsics(value[name]);
    }
  }

  /** A text, computed or not, without the quotation marks around it. */
  private addText(text: any): void {
    if (typeof text === 'string') {
      this.addBytes(JSON.stringify(text).slice(1, -1));
    } else {
      const name = Object.keys(text ?? {})[0] ?? '';
      this.addIntrinsic(name, text?.[name]);
    }
  }

  private addIntrinsic(name: string, argument: any): void {
    switch (name) {
      case 'Fn::Join': return this.addJoin(argument);
      case 'Fn::Sub': return this.addSubstitution(argument);
      case 'Fn::GetAtt': return this.add(argument?.[1] === 'Arn' ? ARN_ATTRIBUTE : ANY_REFERENCE);
      case 'Ref': return this.addReference(argument);
      default: return this.add(ANY_REFERENCE);
    }
  }

  private addJoin(argument: any): void {
    const [separator, texts] = Array.isArray(argument) ? argument : [];
    if (typeof separator !== 'string' || !Array.isArray(texts)) return this.add(ANY_REFERENCE);
    for (const text of texts) this.addText(text);
    if (separator !== '') texts.slice(1).forEach(() => this.addText(separator));
  }

  private addSubstitution(template: any): void {
    if (typeof template !== 'string') return this.add(ANY_REFERENCE);
    this.addText(template.replace(/\$\{[^}]*\}/g, ''));
    for (const [, name] of template.matchAll(/\$\{([^}]*)\}/g)) this.addReference(name);
  }

  private addReference(name: any): void {
    const value = typeof name === 'string' ? this.known(name) : undefined;
    if (value === undefined) {
      this.add(PSEUDO_PARAMETERS.get(name) ?? ANY_REFERENCE);
    } else {
      this.addText(value);
    }
  }

  private addBytes(text: string): void {
    this.addExactly(Buffer.byteLength(text));
  }

  private addExactly(bytes: number): void {
    this.min += bytes;
    this.max += bytes;
  }

  private add({ min, max }: Size): void {
    this.min += min;
    this.max += max;
  }
}
