/** What only a pack has: colours, back lengths, the size guide, and the wishes for one of your own. */
const form = document.getElementById("buy");
for (const radio of form.elements.namedItem("colour")) {
  radio.addEventListener("change", () => {
    document.getElementById("colour-name").value = radio.value;
  });
}

const sizes = form.querySelectorAll(".sizes button:enabled");
for (const size of sizes) {
  size.addEventListener("click", () => {
    for (const other of sizes) {
      other.classList.toggle("on", other === size);
      other.ariaPressed = String(other === size);
    }
  });
}
document.getElementById("tell-me").addEventListener("click", () => {
  document.getElementById("out-of-stock").textContent = "We write to you on Thursday.";
});

const guide = document.getElementById("size-guide");
document.getElementById("open-size-guide").addEventListener("click", () => guide.showModal());
document.getElementById("close-size-guide").addEventListener("click", () => guide.close());

const wishes = document.getElementById("made-for-you");
wishes.elements.namedItem("load").addEventListener("input", ({ target }) => {
  document.getElementById("load-kilos").value = target.value;
});
document.getElementById("work-out").addEventListener("click", () => {
  const extras = wishes.elements.namedItem("extras").selectedOptions.length;
  document.getElementById("made-price").value = `£${Number(form.dataset.price) + 12 * extras}`;
});
wishes.addEventListener("submit", (event) => {
  event.preventDefault();
  document.getElementById("made-price").value = "Kept.";
});
