import { ACCOUNTS, Caller, Conditions, leaf, Place, Principal, STRANGE_ORGANIZATION, STRANGER, Trail } from './setup';

/** Callers that a principal stands for, under its conditions. */
export function callersOf(principal: Principal, place: Place): Caller[] {
  const { organizationId, mfa, mfaAge, sourceIp, viaService } = principal;
  return withoutConditions(principal, place).map(caller =>
    ({ ...caller, organizationId: organizationId ?? caller.organizationId, mfa, mfaAge, sourceIp, viaService }));
}

/** A caller like one that a principal stands for, but for one of the principal's conditions: it is not fulfilled, or nothing is said about it. */
export function breaking(principal: Conditions, caller: Caller): Caller[] {
  const other = { organizationId: STRANGE_ORGANIZATION, mfa: false, mfaAge: false, sourceIp: '203.0.113.7', viaService: 'sns.eu-central-1.amazonaws.com' };
  const keys = (['organizationId', 'mfa', 'mfaAge', 'sourceIp', 'viaService'] as const).filter(key => principal[key] !== undefined);
  return keys.flatMap(key => [{ ...caller, [key]: other[key] }, { ...caller, [key]: undefined }]);
}

/** Callers of almost the same name: they are not the caller, but a pattern may stand for them too. */
export function namesakesOf(caller: Caller): Caller[] {
  const { is, name } = caller;
  if (is === 'root') return [];
  const end = name.length - leaf(name).length;
  const names = [`${name}2`, `${name.slice(0, end)}x${name.slice(end)}`];
  return [...names.map(other => ({ ...caller, name: other })), { ...caller, is: is === 'user' ? 'role' : 'user' }, { ...caller, session: 'mallory' }];
}

/** The same caller in an account and organization that no props name. */
export function elsewhere(caller: Caller): Caller {
  return { ...caller, account: STRANGER, organizationId: STRANGE_ORGANIZATION };
}

/** Trails that differ from one in a part of the ARN. */
export function siblingsOf(trail: Trail): Trail[] {
  const { name, account } = trail;
  const otherCase = name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
  return [
    ...[`${name}2`, `x${name}`, `${name}-eu`, `${name}x`.slice(1), otherCase].map(other => ({ ...trail, name: other })),
    ...['eu-west-1', 'ap-south-2'].map(region => ({ ...trail, region })),
    ...[STRANGER, ...ACCOUNTS].filter(other => other !== account).map(other => ({ ...trail, account: other })),
    { ...trail, partition: 'aws-iso' },
  ];
}

function withoutConditions(principal: Principal, place: Place): Caller[] {
  const { partition } = place;
  const user = (account: string, name: string): Caller => ({ is: 'user', partition, account, name, session: '' });
  const role = (account: string, name: string, session = 'carol'): Caller => ({ is: 'role', partition, account, name, session });
  const like = (account: string, pattern: string) => role(account, pattern.replace('*', 'x').replace('?', 'u'));
  switch (principal.is) {
    case 'role': return [role(principal.account, principal.name)];
    case 'user': return [user(principal.account, principal.name)];
    case 'session': return [role(principal.account, principal.name, principal.session)];
    case 'account': return [role(principal.account, 'Anybody'), user(principal.account, 'Anybody'), { ...user(principal.account, ''), is: 'root' }];
    case 'organization': return [{ ...role(STRANGER, 'Anybody'), organizationId: principal.id }];
    case 'everybody of the account': return [role(principal.account, 'Anybody'), user(principal.account, 'Anybody')];
    case 'everybody like':
    case 'roles like': return [like(principal.account, principal.pattern)];
    case 'permission set': return ['', 'eu-west-1/'].map(region =>
      role(principal.account, `aws-reserved/sso.amazonaws.com/${region}AWSReservedSSO_${principal.name}_0123456789abcdef`));
    case 'role of the stack': return [role(place.account, `Audit-${principal.name}`)];
    case 'user of the stack': return [user(place.account, `Audit-${principal.name}`)];
    case 'role of another stack': return [role(place.account, principal.name)];
    case 'composite': return principal.parts.flatMap(part => withoutConditions(part, place));
  }
}
