/** Line icons on a 20 px grid. They say nothing on their own: words stand beside them. */
const PATHS = {
  down: "m5 8 5 5 5-5",
  cross: "m5 5 10 10M15 5 5 15",
  send: "M3.5 10h8M3.7 3.6l12.9 6.1a.35.35 0 0 1 0 .6L3.7 16.4l1.6-6.4-1.6-6.4Z",
  eye: "M2.4 10S5 4.75 10 4.75 17.6 10 17.6 10 15 15.25 10 15.25 2.4 10 2.4 10ZM12.25 10a2.25 2.25 0 1 1-4.5 0 2.25 2.25 0 0 1 4.5 0Z",
  eyeoff:
    "M8 5c.6-.2 1.3-.3 2-.3 5 0 7.6 5.3 7.6 5.3a13 13 0 0 1-2 2.7M5.2 6.4A12.5 12.5 0 0 0 2.4 10S5 15.25 10 15.25c1.5 0 2.7-.4 3.8-1.1M3.5 3.5l13 13",
  end: "M17.25 10a7.25 7.25 0 1 1-14.5 0 7.25 7.25 0 0 1 14.5 0ZM7.5 7.5h5v5h-5z",
} as const;

export function Icon({ name, isSmall = false }: { name: keyof typeof PATHS; isSmall?: boolean }) {
  return (
    <svg class={isSmall ? "i s" : "i"} viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
