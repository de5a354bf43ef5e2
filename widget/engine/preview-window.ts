/**
 * The window in which the customer sees what the agent sees: opened by their press, from our own
 * server, so that the page's policy has no say in it and the widget carries no replayer. It gets one
 * port, and nothing is read from that. Rules: SPEC.md, V1, V2 and V5.
 */
import {
  PREVIEW_PORT,
  PREVIEW_READY,
  type PreviewMessage,
} from "../../peer/protocol/preview-messages.ts";

export interface PreviewWindow {
  /** In the task of the customer's press. @returns false if the browser keeps it from opening */
  open(): boolean;
  /** Does nothing as long as nobody is there. @returns whether somebody is */
  say(message: PreviewMessage): boolean;
  /** Nothing of it is left in the page. */
  end(last: PreviewMessage): void;
}

/** The same on every page of the tab, so that the next one finds the window and uses it. */
const NAME = "alongside-preview";
const FEATURES = "popup,width=480,height=360";

/**
 * @param server - the origin that the window is from
 * @param onReady - it can be told from now on, and knows nothing yet
 */
export function createPreviewWindow(server: string, onReady: () => void): PreviewWindow {
  let opened: Window | null = null;
  let port: MessagePort | undefined;
  let listening: AbortController | undefined;

  const forget = () => {
    listening?.abort();
    port?.close();
    port = undefined;
    opened = null;
  };

  const onMessage = (event: MessageEvent<{ type?: unknown } | null>) => {
    const { source, origin, data } = event;
    if (!opened || source !== opened || origin !== server || data?.type !== PREVIEW_READY) return;
    // Not for the page's own listeners.
    event.stopImmediatePropagation();
    const { port1, port2 } = new MessageChannel();
    // It was loaded again.
    port?.close();
    port = port1;
    opened.postMessage({ type: PREVIEW_PORT }, server, [port2]);
    onReady();
  };

  return {
    open() {
      if (port && opened && !opened.closed) {
        opened.focus();
        return true;
      }
      forget();
      opened = window.open(`${server}/preview`, NAME, FEATURES);
      if (!opened) return false;
      listening = new AbortController();
      const { signal } = listening;
      window.addEventListener("message", onMessage, { capture: true, signal });
      return true;
    },
    say(message) {
      // The customer has closed it.
      if (port && opened?.closed) forget();
      port?.postMessage(message);
      return port !== undefined;
    },
    end(last) {
      port?.postMessage(last);
      forget();
    },
  };
}
