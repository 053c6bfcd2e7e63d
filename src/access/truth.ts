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
    const truth = test(item);
    if (truth === false) return false;
    if (truth === 'unknown') result = truth;
  }
  return result;
}

/** Whether the test holds for at least one item; the first true ends it. */
export function any<T>(items: Iterable<T>, test: (item: T) => Truth): Truth {
  return not(all(items, (item) => not(test(item))));
}

/** Whether both hold. */
export function both(one: Truth, other: Truth): Truth {
  return all([one, other], (truth) => truth);
}

/** Whether one of them holds. */
export function either(one: Truth, other: Truth): Truth {
  return any([one, other], (truth) => truth);
}
