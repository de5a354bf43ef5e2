/**
 * Tells an agent who looks elsewhere that somebody has written: a short sound, and a notification of
 * the desktop where the browser was allowed it. It says that there is a message, never what it says.
 */
export interface Alerts {
  /** In the task of the agent's press: the browser asks then, and only then. */
  turnOn(): void;
  messageCame(conversation: string, customerName: string): void;
}

/** A burst of messages is one sound. */
const QUIET_MS = 2_000;
const SOUND_SECONDS = 0.18;

export function createAlerts(options: {
  isOn(): boolean;
  onChosen(conversation: string): void;
}): Alerts {
  let audio: AudioContext | undefined;
  let lastAt = 0;

  function sound(): void {
    audio ??= new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = 660;
    volume.gain.setValueAtTime(0.08, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + SOUND_SECONDS);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + SOUND_SECONDS);
  }

  function notify(conversation: string, customerName: string): void {
    if (!("Notification" in window) || Notification.permission !== "granted") return;
    // By its tag, so that a burst of one customer is one notification.
    const notification = new Notification(customerName, {
      body: "New message",
      tag: conversation,
    });
    notification.addEventListener("click", () => {
      window.focus();
      options.onChosen(conversation);
      notification.close();
    });
  }

  return {
    turnOn() {
      if ("Notification" in window && Notification.permission === "default") {
        void Notification.requestPermission();
      }
    },
    messageCame(conversation, customerName) {
      if (!options.isOn() || document.hasFocus()) return;
      notify(conversation, customerName);
      if (Date.now() - lastAt < QUIET_MS) return;
      lastAt = Date.now();
      sound();
    },
  };
}
