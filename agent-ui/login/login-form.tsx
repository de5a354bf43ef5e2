import { useState } from "preact/hooks";
import type { AgentProfile } from "../../peer/protocol/agent-messages.ts";
import { Mark } from "../look/icon.tsx";
import { logIn } from "./who-am-i.ts";

/** Stands before every agent page without a login. */
export function LoginForm({ onLoggedIn }: { onLoggedIn(agent: AgentProfile): void }) {
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    const result = await logIn(String(fields.get("email")), String(fields.get("password")));
    setBusy(false);
    if (result.ok) onLoggedIn(result.agent);
    else setError(result.words);
  };
  return (
    <main class="login">
      <form onSubmit={onSubmit}>
        <h1>
          <Mark />
          Alongside
        </h1>
        <label for="email">Email</label>
        <input
          class="field"
          id="email"
          name="email"
          type="email"
          autocomplete="username"
          required
        />
        <label for="password">Password</label>
        <input
          class="field"
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
        />
        {error && (
          <p class="error" role="alert">
            {error}
          </p>
        )}
        <button class="btn primary" type="submit" aria-disabled={isBusy}>
          Log in
        </button>
      </form>
    </main>
  );
}
