// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import { installCommands } from "../../../widget/loader/commands.ts";

afterEach(() => {
  Reflect.deleteProperty(window, "alongside");
});

const targets = () => ({
  open: vi.fn(),
  close: vi.fn(),
  end: vi.fn(),
  shutdown: vi.fn(),
  audit: vi.fn(),
});

describe("the global", () => {
  it("hands on an audit with its word, and returns nothing", () => {
    const asked = targets();
    installCommands(asked);
    expect(window.alongside?.("audit", "off")).toBeUndefined();
    expect(window.alongside?.("audit")).toBeUndefined();
    expect(asked.audit.mock.calls).toEqual([["off"], [undefined]]);
  });

  it("is gone after a shutdown, and does nothing more for who has kept it", () => {
    const asked = targets();
    installCommands(asked);
    const kept = window.alongside;
    kept?.("shutdown");
    kept?.("open");
    expect("alongside" in window).toBe(false);
    expect(asked.shutdown).toHaveBeenCalledOnce();
    expect(asked.open).not.toHaveBeenCalled();
  });

  it("is the page's own again after a shutdown, with nothing in it that has been done", async () => {
    const own = Object.assign(() => {}, { q: [["open"]] as unknown[][] });
    window.alongside = own;
    const asked = targets();
    installCommands(asked);
    await Promise.resolve();
    expect(asked.open).toHaveBeenCalledOnce();
    window.alongside?.("shutdown");
    expect(window.alongside).toBe(own);
    expect(own.q).toEqual([]);
  });

  it("is left alone by a shutdown where the page has put another in its place", () => {
    installCommands(targets());
    const kept = window.alongside;
    const other = () => {};
    window.alongside = other;
    kept?.("shutdown");
    expect(window.alongside).toBe(other);
  });
});
