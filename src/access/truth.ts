/** What is known of a statement about a request: it holds, it does not, or a template leaves it open. */
export type Truth = boolean | 'unknown';

/** The contrary; what is open stays open. */
export function not(truth: Truth): Truth {
  return truth === 'unknown' ? truth : !truth;
}

// by index: most policies are asked before Node optimizes anything, and until then an iterator is slow

/** Whether the test holds for every item; the first false ends it. */
export function all<T>(items: readonly T[], test: (item: T, index: number) => Truth): Truth {
  let result: Truth = true;
  for (let i = 0; i < items.length && result !== false; i++) result = both(result, test(items[i], i));
  return result;
}

/** Whether the test holds for at least one item; the first true ends it. */
export function any<T>(items: readonly T[], test: (item: T) => Truth): Truth {
  let result: Truth = false;
  for (let i = 0; i < items.length && result !== true; i++) result = either(result, test(items[i]));
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
