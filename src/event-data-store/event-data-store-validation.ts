import type { aws_cloudtrail as cloudtrail } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ICloudTrailEncryptionKey } from '../cloudtrail-key';
import type { CloudTrailKeyBase } from '../key/key-base';
import { keyDefinitionOf } from '../private/key-definition';
import { isRetained } from '../private/rendered-resource';
import { warn } from '../private/warnings';

/** How many stores of the app use a key. */
const STORES = new WeakMap<IConstruct, number>();

/** Judges a store and what its key is for when the tree is finished. */
export function validateEventDataStore(store: cloudtrail.CfnEventDataStore, encryptionKey: ICloudTrailEncryptionKey): void {
  STORES.set(encryptionKey, (STORES.get(encryptionKey) ?? 0) + 1);
  store.node.addValidation({
    validate: () => {
      if (!isRetained(store)) {
        warn(store, 'EncryptedEventDataStore.notRetained',
          "the event data store is deleted with the stack, and the events with it; set 'removalPolicy' to RETAIN");
      }
      const { eventDataStoreArns = [], trailArns = [], trailAccounts = [] } = (encryptionKey as Partial<CloudTrailKeyBase>)._auditContext ?? {};
      const [named, stores] = [eventDataStoreArns.length, STORES.get(encryptionKey)!];
      if (named > 0) return named < stores ? [tooFew(named, stores)] : [];

      // the key's own validation sees neither, for it does not see the policy
      const isOwned = keyDefinitionOf(encryptionKey.key) !== undefined;
      const isSharedByTrails = trailArns.length + trailAccounts.length > 0;
      if (!isOwned && isSharedByTrails) return [OPEN_BESIDE_TRAILS];
      if (!isOwned) warn(store, 'CloudTrailEncryptionKey.eventDataStoreUnlocked', OPEN);
      return [];
    },
  });
}

const OPEN = "the statements for the key's owner let CloudTrail use it for every account's event data stores until they are named; "
  + "deploy, then pass the store's ARN in 'eventDataStoreArns' and have the owner replace the statements";

const OPEN_BESIDE_TRAILS = "the statements for the key's owner let CloudTrail use it for every account's event data stores, and trails share it; "
  + 'give the store a key of its own';

function tooFew(named: number, stores: number): string {
  return `the key is shut to all event data stores but the ${named} that it names, and ${stores} of this app use it; `
    + "name all of them in 'eventDataStoreArns', and give a store that is not there yet a key of its own";
}
