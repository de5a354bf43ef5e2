/** The way back to the desk, to the window that has it open if there is one. */
export function BackToConversation() {
  const conversation = new URLSearchParams(location.search).get("conversation");
  const address = conversation
    ? `/agent?conversation=${encodeURIComponent(conversation)}`
    : "/agent";
  return (
    <a class="btn" href={address} target="alongside-desk">
      {conversation ? "Back to the conversation" : "Go to the desk"}
    </a>
  );
}
