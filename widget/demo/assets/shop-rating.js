/** `<shop-rating value count>`: what people think of it, in a shadow root of its own. */
class ShopRating extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    const styles = new CSSStyleSheet();
    styles.replaceSync("span { font-size: 13px; font-weight: 400; color: #5b6155; }");
    root.adoptedStyleSheets = [styles];
    const line = document.createElement("span");
    line.textContent = `${this.getAttribute("value")} of 5 · ${this.getAttribute("count")} reviews`;
    root.append(line);
  }
}

customElements.define("shop-rating", ShopRating);
