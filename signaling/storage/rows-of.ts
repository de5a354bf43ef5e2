/** postgres.js answers with the rows themselves, PGlite with an object that has them. */
export function rowsOf(result: unknown): Record<string, unknown>[] {
  if (Array.isArray(result)) return result;
  return (result as { rows?: Record<string, unknown>[] }).rows ?? [];
}
