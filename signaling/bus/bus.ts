/**
 * Carries messages from where something happened to the sockets that want to hear of it. In
 * process; between nodes the same interface will wake a node up to read what is new.
 */
export interface Bus<Topics extends Record<string, unknown>> {
  publish<Topic extends keyof Topics & string>(
    topic: Topic,
    key: string,
    news: Topics[Topic],
  ): void;
  /** @returns ends the subscription */
  subscribe<Topic extends keyof Topics & string>(
    topic: Topic,
    key: string,
    onNews: (news: Topics[Topic]) => void,
  ): () => void;
}

export function createLocalBus<Topics extends Record<string, unknown>>(): Bus<Topics> {
  const listeners = new Map<string, Set<(news: never) => void>>();
  const nameOf = (topic: string, key: string) => `${topic} ${key}`;
  return {
    publish(topic, key, news) {
      for (const onNews of [...(listeners.get(nameOf(topic, key)) ?? [])]) onNews(news as never);
    },
    subscribe(topic, key, onNews) {
      const name = nameOf(topic, key);
      const known = listeners.get(name) ?? new Set();
      known.add(onNews);
      listeners.set(name, known);
      return () => {
        known.delete(onNews);
        if (known.size === 0) listeners.delete(name);
      };
    },
  };
}
