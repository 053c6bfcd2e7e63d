import { aws_cloudtrail as cloudtrail, Stack } from 'aws-cdk-lib';
import type { ICloudTrailEncryptionKey } from '../cloudtrail-key';
import type { CloudTrailKeyBase } from '../key/key-base';
import type { KeyPolicy } from '../key/key-policy';
import { partitionOfRegion } from '../private/arns';
import { keyDefinitionOf } from '../private/key-definition';
import { shown } from '../private/props-check';
import { isRetained } from '../private/rendered-resource';
import { warn } from '../private/warnings';

/** Judges a store and what its key is for when the tree is finished. */
export function validateEventDataStore(store: cloudtrail.CfnEventDataStore, encryptionKey: ICloudTrailEncryptionKey): void {
  policiesOf(encryptionKey)[0]?.addStoreOfApp();
  store.node.addValidation({
    validate: () => {
      if (!isRetained(store)) {
        warn(store, 'EncryptedEventDataStore.notRetained',
          "the event data store is deleted with the stack, and the events with it; set 'removalPolicy' to RETAIN");
      }
      const { region } = Stack.of(store);
      // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-lake-supported-regions.html
      if (partitionOfRegion(region) === 'aws-cn') {
        warn(store, 'EncryptedEventDataStore.regionUnsupported',
          `AWS does not list ${shown(region)} among the Regions of CloudTrail Lake; make sure that it is there, or collect the events with an EncryptedTrail`);
      }
      const policies = policiesOf(encryptionKey);
      const named = new Set(policies.flatMap(({ eventDataStoreArns }) => eventDataStoreArns)).size;
      const stores = policies.reduce((sum, { storesOfApp }) => sum + storesOfApp, 0);
      if (named > 0 && named < stores) return [tooFew(named, stores)];

      // a key that the app defines judges its policy itself
      const isOwned = keyDefinitionOf(encryptionKey.key) !== undefined;
      if (isOwned || !policies.some(policy => policy.hasUnlockedEventDataStore)) return [];
      if (policies.some(policy => policy.servesTrails)) return [OPEN_BESIDE_TRAILS];
      warn(store, 'CloudTrailEncryptionKey.eventDataStoreUnlocked', OPEN);
      return [];
    },
  });
}

/** Somebody else's key tells nothing of its policy. */
function policiesOf(encryptionKey: ICloudTrailEncryptionKey): KeyPolicy[] {
  return (encryptionKey as Partial<CloudTrailKeyBase>)._policies ?? [];
}

const OPEN = "the statements for the key's owner let CloudTrail use it for every account's event data stores until they are named; "
  + "deploy, then pass the store's ARN in 'eventDataStoreArns' and have the owner replace the statements";

const OPEN_BESIDE_TRAILS = "the statements for the key's owner let CloudTrail use it for every account's event data stores, and trails share it; "
  + 'give the store a key of its own';

function tooFew(named: number, stores: number): string {
  return `the key is shut to all event data stores but the ${named} that it names, and ${stores} of this app use it; `
    + "name all of them in 'eventDataStoreArns', and give a store that is not there yet a key of its own";
}
