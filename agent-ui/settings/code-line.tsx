import { useRef, useState } from "preact/hooks";
import { Icon } from "../look/icon.tsx";

/** A line for the page's author, to be taken along. */
export function CodeLine({ code, name }: { code: string; name: string }) {
  const text = useRef<HTMLElement>(null);
  const [said, setSaid] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      setSaid("Copied");
    } catch {
      // Without HTTPS a browser has no clipboard: then by hand.
      if (text.current) getSelection()?.selectAllChildren(text.current);
      setSaid("Selected. Copy it with your keyboard");
    }
  };
  return (
    <div class="code">
      <code ref={text} dir="ltr">
        {code}
      </code>
      <span class="said" role="status">
        {said}
      </span>
      <button
        class="icon-btn"
        type="button"
        aria-label={`Copy ${name}`}
        title="Copy"
        onClick={() => void copy()}
      >
        <Icon name="copy" class="s" />
      </button>
    </div>
  );
}
