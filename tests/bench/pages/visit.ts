/** One recorded script: what a customer does on pages of the shop, and on a big table. */

type Act = () => Promise<void>;

/** Not before the page has drawn what the last thing did: so each is an event of its own. */
function settled(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
}

function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`nothing on ${location.pathname} is ${selector}`);
  return element;
}

async function click(selector: string): Promise<void> {
  find(selector).click();
  await settled();
}

/** Letter by letter, as a person types: the browser says `input` by itself. */
async function type(selector: string, text: string): Promise<void> {
  find(selector).focus();
  for (const letter of text) {
    document.execCommand("insertText", false, letter);
    await settled();
  }
}

async function eraseLetters(selector: string, count: number): Promise<void> {
  find(selector).focus();
  for (let letter = 0; letter < count; letter += 1) {
    document.execCommand("delete");
    await settled();
  }
}

async function choose(selector: string, value: string): Promise<void> {
  const field = find(selector) as HTMLSelectElement;
  field.value = value;
  for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
  await settled();
}

async function scroll(stepCount: number, stepPx: number): Promise<void> {
  for (let step = 0; step < stepCount; step += 1) {
    window.scrollBy(0, stepPx);
    await settled();
  }
}

async function openTable(): Promise<void> {
  for (const column of ["customer", "town", "price", "price", "date", "state"]) {
    await click(`[data-column="${column}"]`);
  }
  for (const number of [2, 3, 4, 1]) await click(`#pages button:nth-child(${number})`);
  await type("#filter", "penrith");
  await eraseLetters("#filter", 7);
  for (const row of [2, 5, 6, 9]) await click(`#rows tr:nth-child(${row}) td:first-child`);
  for (let time = 0; time < 8; time += 1) await click("#refresh");
  for (const row of [1, 4]) {
    await click(`#rows tr:nth-child(${row}) [data-do="more"]`);
    await click(`#rows tr:nth-child(${row}) [data-do="edit"]`);
    await type('#edit [name="note"]', "Leave it at the hut, please.");
    await choose('#edit [name="state"]', "sent");
    await click("#save");
  }
  await scroll(10, 60);
  await scroll(10, -60);
}

async function lookAtPack(): Promise<void> {
  for (const colour of ["Slate", "Rust", "Corn", "Moss"]) await click(`input[value="${colour}"]`);
  await click('.sizes button[aria-pressed="false"]');
  await click("#open-size-guide");
  await click("#close-size-guide");
  await scroll(12, 80);
  await type('[name="tag"]', "Jo of the fells");
  await type('[name="wish"]', "A loop for the axe and a longer strap.");
  await choose('[name="strap"]', "Wide");
  await click('[name="gift"]');
  await click('[name="wrap"][value="cloth"]');
  await click("#work-out");
  await click("summary");
  await scroll(12, -80);
  await click(".buy");
  await click(".buy");
}

async function fillCart(): Promise<void> {
  for (let time = 0; time < 4; time += 1) await click('[data-by="1"]');
  for (let time = 0; time < 2; time += 1) await click('[data-by="-1"]');
}

async function plan(): Promise<void> {
  await type("input", "tarn");
  await eraseLetters("input", 4);
  for (let time = 0; time < 4; time += 1) await click(".actions button");
  for (let time = 0; time < 6; time += 1) await click("#app .actions:last-child button");
  await click('nav a[href="/app/orders"]');
  await click('#app a[href="/app/orders/17"]');
  await click("#app button");
  await click('.tabs a[href="/app/settings"]');
  for (const tab of ["Pace", "Weather", "Units"]) await click(`#tab-${tab}`);
  await click('.tabs a[href="/app"]');
}

async function pay(): Promise<void> {
  await type('[name="name"]', "Jo Harker");
  await type('[name="email"]', "jo@harker.example");
  await type('[name="street"]', "Mill Lane 12");
  await type('[name="town"]', "Keswick");
  await type('[name="card"]', "4242424242424242");
  await type('[name="code"]', "123");
  await click('[type="submit"]');
}

export const TABLE_ADDRESS = "/orders-table";

/** The pages of the visit, in order, and what is done on each. */
export const VISIT: Readonly<Record<string, Act>> = {
  "/products": () => scroll(8, 90),
  "/products/ridge-40": lookAtPack,
  "/cart": fillCart,
  "/app": plan,
  [TABLE_ADDRESS]: openTable,
  "/checkout": pay,
};
