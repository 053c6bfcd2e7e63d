import type { Severity } from '../../access/rule/rule';
import type { Resource } from '../templates';
import type { Wiring } from '../wiring';

/** What a rule has to say about a resource. */
export interface WiringComplaint {
  readonly resource: Resource;
  /** Where in the resource, as in `Properties.KMSKeyId`. */
  readonly propertyPath: string;
  readonly message: string;
  readonly fix: string;
  /** The statement that it is about, as it is written. */
  readonly statement?: any;
}

/** Something that can be wrong with how a resource is wired; its id is public contract. */
export interface WiringRule {
  readonly id: string;
  readonly severity: Severity;
  readonly check: (wiring: Wiring) => WiringComplaint[];
}
