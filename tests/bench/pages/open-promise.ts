export interface OpenPromise<Value> {
  promise: Promise<Value>;
  resolve(value: Value): void;
}

/** A promise that whoever holds this keeps. */
export function openPromise<Value>(): OpenPromise<Value> {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((keep) => {
    resolve = keep;
  });
  return { promise, resolve };
}
