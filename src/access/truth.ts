/** What is known of a statement about a request: it holds, it does not, or a template leaves it open. */
export type Truth = boolean | 'unknown';

/** The contrary; what is open stays open. */
export function not(truth: Truth): Truth {
  return truth === 'unknown' ? truth : !truth;
}

/** Whether the test holds for every item; the first false ends it. */
export function all<T>(items: Iterable<T>, test: (item: T) => Truth): Truth {
  let result: Truth = true;
  for (const item of items) {
    result = both(result, test(item));
    if (result === false) return false;
  }
  return result;
}

/** Whether the test holds for at least one item; the first true ends it. */
export function any<T>(items: Iterable<T>, test: (item: T) => Truth): Truth {
  let result: Truth = false;
  for (const item of items) {
    result = either(result, test(item));
    if (result === true) return true;
  }
  return result;
}

/** Whether both hold. */
export function both(one: Truth, other: Truth): Truth {
  if (one === false || other === false) return false;
  return one === true ? other : one;
}

/** Whether one of them holds. */
export function either(one: Truth, other: Truth): Truth {
  if (one === true || other === true) return true;
  return one === false ? other : one;
}
