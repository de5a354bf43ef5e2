import { render } from "preact";
import parts from "../agent-ui/look/parts.css?inline";
import tokens from "../agent-ui/look/tokens.css?inline";
import styles from "./preview.css?inline";
import { createPreviewModel } from "./preview-model.ts";
import { PreviewPage } from "./preview-page.tsx";

// Adopted, as in the viewer: this page's policy lets in no style sheet from anywhere.
const sheet = new CSSStyleSheet();
sheet.replaceSync([tokens, parts, styles].join("\n"));
document.adoptedStyleSheets = [sheet];

const app = document.getElementById("app");
if (app) render(<PreviewPage preview={createPreviewModel(window)} />, app);
