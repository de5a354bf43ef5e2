import type { AgentName } from "../../peer/protocol/site-settings.ts";

/** Those too who do not work here any more: what they did stays in the figures. */
export function AgentOptions({ agents }: { agents: readonly AgentName[] }) {
  return (
    <>
      {agents.map(({ id, name, isActive }) => (
        <option key={id} value={id}>
          {isActive ? name : `${name} (deactivated)`}
        </option>
      ))}
    </>
  );
}
