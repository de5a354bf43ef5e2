import * as v from "valibot";
import { HttpError } from "./http-error.ts";

/**
 * What a request has sent, as the schema has it.
 * @throws {HttpError} 400 `bad-request`, without what was sent
 */
export function readInput<const Schema extends v.GenericSchema>(schema: Schema, input: unknown) {
  const parsed = v.safeParse(schema, input);
  if (!parsed.success) throw new HttpError(400, "bad-request");
  return parsed.output;
}
