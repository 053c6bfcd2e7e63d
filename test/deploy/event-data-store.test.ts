import { Emulator } from './emulator';
import { answersOf, appOf, readKey, resourcesOf } from './standing';

jest.setTimeout(300_000);

const ACCOUNT = '111111111111';

/** The stack's event data store and its key, as the services tell them. */
async function standing() {
  const ids = await resourcesOf(emulator, ACCOUNT, 'Events');
  const store = await emulator.call(ACCOUNT, 'cloudtrail', 'get_event_data_store', { EventDataStore: ids['AWS::CloudTrail::EventDataStore'][0] });
  const { Role } = await emulator.call(ACCOUNT, 'iam', 'get_role', { RoleName: ids['AWS::IAM::Role'][0] });
  return { store, analyst: Role.Arn as string, key: await readKey(emulator, ACCOUNT, ids['AWS::KMS::Key'][0]) };
}

const answers = ({ key, analyst, store }: Awaited<ReturnType<typeof standing>>) => answersOf(key.policy, {
  accountId: ACCOUNT, region: 'eu-central-1', keyArn: key.arn, eventDataStoreArns: [store.EventDataStoreArn], eventDataStoreUserArns: [analyst],
});

let emulator: Emulator;
let open: Awaited<ReturnType<typeof standing>>;
let locked: Awaited<ReturnType<typeof standing>>;

beforeAll(async () => {
  emulator = await Emulator.start();
  await emulator.bootstrap(ACCOUNT);
  await emulator.cdk(ACCOUNT, 'event-data-store', 'deploy', '--require-approval', 'never');
  open = await standing();
  await emulator.cdk(ACCOUNT, 'event-data-store', 'deploy', '--require-approval', 'never',
    ...appOf('locked-event-data-store'), '--context', `eventDataStoreArn=${open.store.EventDataStoreArn}`);
  locked = await standing();
});
afterAll(() => emulator?.stop());

test('deploys an event data store on the key of the stack', () => {
  expect(open.store).toMatchObject({ KmsKeyId: open.key.arn, Name: 'Events-Store-0069AE09', Status: 'ENABLED', TerminationProtectionEnabled: true });
  expect(open.key).toMatchObject({ state: 'Enabled', rotated: true });
});

test('deploys a key for any event data store at first, because no policy can name one that is not there', () => {
  expect(answers(open)).toMatchObject({
    'own-event-data-store-encrypt': ['direct'], 'event-data-store-user': ['direct'], 'foreign-event-data-store-encrypt': ['direct'], 'outsider-decrypt': ['no'],
  });
});

test('deploys a key for this event data store alone, once its ARN is known', () => {
  expect(answers(locked)).toMatchObject({
    'own-event-data-store-encrypt': ['direct'],
    'event-data-store-user': ['direct'],
    'sibling-event-data-store-encrypt': ['no'],
    'foreign-event-data-store-encrypt': ['no'],
    'event-data-store-encrypt': ['no'],
    'foreign-trail-encrypt': ['no'],
    'account-decrypt': ['no'],
    'outsider-decrypt': ['no'],
    'outsider-administer': ['no'],
    'account-administer': ['delegated'],
  });
  expect(locked.store).toEqual(open.store);
  expect(locked.key.arn).toEqual(open.key.arn);
});
