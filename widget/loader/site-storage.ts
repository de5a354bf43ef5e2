/** The browser's storage, under names of our own; a page that forbids it gets a memory instead. */
export interface SiteStorage {
  get(name: string): string | null;
  set(name: string, value: string): void;
  remove(name: string): void;
}

export function siteStorage(storage: () => Storage, siteKey: string): SiteStorage {
  const memory = new Map<string, string>();
  const keyOf = (name: string) => `alongside.${siteKey}.${name}`;
  const attempt = <Result>(work: (storage: Storage) => Result): Result | undefined => {
    try {
      return work(storage());
    } catch {
      return undefined;
    }
  };
  return {
    get: (name) => memory.get(name) ?? attempt((it) => it.getItem(keyOf(name))) ?? null,
    set(name, value) {
      memory.set(name, value);
      attempt((it) => it.setItem(keyOf(name), value));
    },
    remove(name) {
      memory.delete(name);
      attempt((it) => it.removeItem(keyOf(name)));
    },
  };
}
