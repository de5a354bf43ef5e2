import { SEATS_BURST_COUNT } from "../../peer/protocol/limits.ts";
import { expect, startCobrowse, test } from "./cobrowse-fixture.ts";

test("[S12] a customer who turns pages faster than the server lets them sit down is let back in", async ({
  customer,
  desk,
}) => {
  test.setTimeout(240_000);
  const { viewer, replica } = await startCobrowse(customer, desk);
  await customer.goto(`${new URL(customer.url()).origin}/products/ridge-40`);
  let isRefused = false;
  let seatCount = 0;
  customer.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => {
      if (String(payload).includes('"seat.take"')) seatCount += 1;
    });
    socket.on("framereceived", ({ payload }) => {
      if (/"refused".*"seat\.take"/.test(String(payload))) isRefused = true;
    });
  });
  for (let count = 0; count < 3 * SEATS_BURST_COUNT && !isRefused; count += 1) {
    const before = seatCount;
    await customer.reload({ waitUntil: "commit" });
    await expect.poll(() => seatCount).toBeGreaterThan(before);
  }
  expect(isRefused).toBe(true);
  await customer.getByLabel("Name on the tag").fill("Harker");
  await expect(replica.getByLabel("Name on the tag")).toHaveValue("Harker", { timeout: 60_000 });
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
});
