import { useEffect } from "preact/hooks";
import type { AgentProfile } from "../../peer/protocol/agent-messages.ts";
import { Addresses } from "./addresses.tsx";
import { Changes } from "./changes.tsx";
import { Offered } from "./offered.tsx";
import { OwnSecrets } from "./own-secrets.tsx";
import { PageTitles } from "./page-titles.tsx";
import { PrivateByDefault } from "./private-by-default.tsx";
import { PrivatePages } from "./private-pages.tsx";
import { PrivateParts } from "./private-parts.tsx";
import { SaveBar } from "./save-bar.tsx";
import { SettingsFrame } from "./settings-frame.tsx";
import type { SettingsModel } from "./settings-model.ts";
import { Times } from "./times.tsx";
import { ToMend } from "./to-mend.tsx";
import { WhoMayAsk } from "./who-may-ask.tsx";

export function SettingsPage({ me, settings }: { me: AgentProfile; settings: SettingsModel }) {
  useUnsavedWarning(settings);
  const stored = settings.stored.value;
  const trouble = settings.trouble.value;
  return (
    <SettingsFrame me={me}>
      <h1 tabIndex={-1}>Cobrowse and private content</h1>
      <p class="lead">
        {stored ? `For ${stored.site.name}. Changes reach live sessions at once.` : "Loading"}
      </p>
      <SiteChoice settings={settings} />
      {trouble !== null && (
        <p class="warning" role="alert">
          {trouble}
        </p>
      )}
      {settings.sites.value?.length === 0 && (
        <p>There is no site yet. Whoever runs this server adds one on its command line.</p>
      )}
      {stored && (
        // Another site has fields of its own, and Discard empties them.
        <div key={`${stored.site.id} ${settings.discardCount.value}`}>
          <Closed settings={settings} />
          <Offered settings={settings} />
          <WhoMayAsk settings={settings} />
          <Times settings={settings} />
          <PrivatePages settings={settings} />
          <PrivateParts settings={settings} />
          <PrivateByDefault settings={settings} />
          <Addresses settings={settings} />
          <PageTitles settings={settings} />
          <OwnSecrets settings={settings} />
          <ToMend settings={settings} />
          <Changes settings={settings} />
        </div>
      )}
      <SaveBar settings={settings} />
    </SettingsFrame>
  );
}

function SiteChoice({ settings }: { settings: SettingsModel }) {
  const sites = settings.sites.value ?? [];
  const isChanged = settings.isChanged.value;
  const isKept = isChanged || settings.unfinished.value.length > 0;
  if (sites.length < 2) return null;
  return (
    <div class="choice">
      <label for="site">Site</label>
      <select
        class="field"
        id="site"
        value={settings.stored.value?.site.id}
        disabled={isKept}
        aria-describedby={isKept ? "site-kept" : undefined}
        onChange={(event) => void settings.open(event.currentTarget.value)}
      >
        {sites.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {isKept && (
        <small id="site-kept">
          {isChanged
            ? "Save or discard your changes first"
            : "Add what is typed first, or clear it"}
        </small>
      )}
    </div>
  );
}

/** Said until rules that can be read are saved: as long agents see nothing of the site. */
function Closed({ settings }: { settings: SettingsModel }) {
  const stored = settings.stored.value;
  if (!stored || (stored.privacy !== null && stored.faults.length === 0)) return null;
  return (
    <p class="warning" role="alert">
      {stored.privacy === null
        ? "The rules of this site cannot be read, so agents see none of its pages. Set them anew, then save."
        : "Rules of this site cannot be read, so agents see none of its pages. Mend those that are marked, then save."}
    </p>
  );
}

function useUnsavedWarning({ isChanged, unfinished }: SettingsModel): void {
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent) => {
      if (isChanged.value || unfinished.value.length > 0) event.preventDefault();
    };
    window.addEventListener("beforeunload", onLeave);
    return () => window.removeEventListener("beforeunload", onLeave);
  }, [isChanged]);
}
