/**
 * What of an error may stand in a log. A database's error carries the query with its values, which
 * are people's texts and addresses: of it only the kind and the code are told.
 */
export function loggableError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { cause } = error;
  if ("query" in error || "params" in error) {
    const code = (cause as { code?: unknown } | undefined)?.code;
    return { type: error.name, code: typeof code === "string" ? code : undefined };
  }
  return { type: error.name, message: error.message, stack: error.stack };
}
