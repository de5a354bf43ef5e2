/** Ends the login, and with it every session of this agent; then the desk asks for another one. */
export async function logOut(): Promise<void> {
  await fetch("/v1/logout", { method: "POST" }).catch(() => undefined);
  location.assign("/agent");
}
