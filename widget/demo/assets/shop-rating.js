/** `<shop-rating value count>`: stars in a shadow root of its own. */
class ShopRating extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    const styles = new CSSStyleSheet();
    styles.replaceSync("span { font: 400 13px sans-serif; color: #8a6d1f; } b { color: #24281f; }");
    root.adoptedStyleSheets = [styles];
    const line = document.createElement("span");
    const value = document.createElement("b");
    value.textContent = `${this.getAttribute("value")} of 5`;
    line.append("★★★★★ ", value, ` · ${this.getAttribute("count")} reviews`);
    root.append(line);
  }
}

customElements.define("shop-rating", ShopRating);
