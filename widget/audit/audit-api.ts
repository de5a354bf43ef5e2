/** What the loader and the audit know of each other. Types only: the two are built apart. */
export interface AuditContext {
  /** Origin of the server. */
  server: string;
  siteKey: string;
  /** Ours, in which everything is painted. */
  root: ShadowRoot;
}

/** @param what - "off" takes away what is painted; anything else does so too, or paints */
export type Audit = (context: AuditContext, what: unknown) => Promise<void>;
