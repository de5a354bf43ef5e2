import * as v from "valibot";

export type Decoded<T> = { ok: true; message: T } | { ok: false; reason: string };

/**
 * Turns untrusted text into a typed message. Never throws, and never echoes the
 * input back: it may hold the customer's data.
 */
export function decode<const S extends v.GenericSchema>(
  schema: S,
  text: string,
): Decoded<v.InferOutput<S>> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, reason: "not-json" };
  }
  const result = v.safeParse(schema, json, { abortEarly: true });
  if (result.success) return { ok: true, message: result.output };
  return { ok: false, reason: "bad-message" };
}
