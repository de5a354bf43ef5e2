/** Periods of figures, in days of the person who looks. */
import type { Period } from "../../peer/protocol/insights.ts";

export interface Span {
  /** Epoch milliseconds; `to` is the first moment after it. */
  from: number;
  to: number;
}

const startOfDay = (at: number, days = 0): number => {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days).getTime();
};

/** The last days end with today, whole. */
export function spanOf(period: Period, now: number): Span {
  if (period.kind === "between") return { from: period.from, to: period.to };
  return { from: startOfDay(now, 1 - period.days), to: startOfDay(now, 1) };
}

/** Each day of the span, as `2026-11-27`. */
export function daysOf({ from, to }: Span): string[] {
  const days: string[] = [];
  for (let at = startOfDay(from); at < to; at = startOfDay(at, 1)) days.push(dayName(at));
  return days;
}

/** As the field for a date has it. */
export function dayName(at: number): string {
  const day = new Date(at);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** From the first of two days to the end of the second; nothing where they are no days. */
export function between(first: string, last: string): Period | undefined {
  const [from, to] = [localDay(first), localDay(last)];
  if (from === undefined || to === undefined || from > to) return undefined;
  return { kind: "between", from, to: startOfDay(to, 1) };
}

function localDay(name: string): number | undefined {
  const at = Date.parse(`${name}T00:00`);
  return /^\d{4}-\d\d-\d\d$/.test(name) && Number.isFinite(at) ? at : undefined;
}

const DAYS_WORDS: Record<number, string> = {
  1: "Today",
  7: "Last 7 days",
  30: "Last 30 days",
  90: "Last 90 days",
};

export const PERIOD_DAYS = [1, 7, 30, 90] as const;
export const daysWords = (days: number): string => DAYS_WORDS[days] ?? `Last ${days} days`;

export function periodWords(period: Period): string {
  if (period.kind === "last") return daysWords(period.days);
  const [from, to] = [period.from, period.to - 1].map(shortDay);
  return from === to ? String(from) : `${from} to ${to}`;
}

/** `27 Nov`, as a calendar has it. */
export const shortDay = (at: number): string =>
  new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "short" });

/** `Today, 12:38` or `22 Nov, 17:30`. */
export function moment(at: number, now: number): string {
  const time = new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return `${startOfDay(at) === startOfDay(now) ? "Today" : shortDay(at)}, ${time}`;
}

/** `1.3 s`, `2 min 51 s`, `1 h 04 min`. */
export function duration(ms: number): string {
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const two = (part: number) => String(part).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}
