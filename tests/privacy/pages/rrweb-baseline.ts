/**
 * In a customer's page without Alongside: rrweb's own recorder. It is put into a page once for each set
 * of options, and each time has a state of its own.
 */
import { EventType, type eventWithTime, record } from "rrweb";

export interface BaselineOptions {
  name: string;
  maskAllInputs?: boolean;
  maskTextSelector?: string;
  blockSelector?: string;
}

declare global {
  interface Window {
    /** Of the copy of this script that runs next. */
    privacyBaselineOptions: BaselineOptions;
    /**
     * By the names of their options: all that a recorder would have sent, the whole page at the end
     * again; nothing where the page has kept rrweb from recording at all.
     */
    privacyBaselines: Map<string, () => string>;
  }
}

if (window === window.top) {
  const { name, ...options } = window.privacyBaselineOptions;
  const events: eventWithTime[] = [];
  record({ emit: (event) => events.push(event), recordAfter: "DOMContentLoaded", ...options });
  window.privacyBaselines ??= new Map();
  window.privacyBaselines.set(name, () => {
    if (!events.some(({ type }) => type === EventType.FullSnapshot)) return "";
    record.takeFullSnapshot();
    return JSON.stringify(events);
  });
}
