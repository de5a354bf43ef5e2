/** Pages that a hostile shop might show: whatever they plant must not reach the agent's browser. */

/** Where the planted addresses point; the tests listen there. */
export const ATTACKER_PORT = 18_766;
const attacker = `http://127.0.0.1:${ATTACKER_PORT}`;

const widget = `<script async src="{{WIDGET_HOST}}/widget.js" data-site="{{SITE_KEY}}"></script>`;

export const PLANTED_PAGES: Record<string, string> = {
  "/planted": `<!doctype html>
<html lang="en">
  <head>
    <title>Planted</title>
    <link rel="prefetch" href="${attacker}/prefetch">
    <link rel="preconnect" href="${attacker}">
    <link rel="dns-prefetch" href="${attacker}">
    <link rel="preload" as="image" href="${attacker}/preload">
    <link rel="stylesheet" href="${attacker}/sheet.css">
    <link rel="icon" href="${attacker}/icon">
    <style>
      @import url("${attacker}/import.css");
      @font-face { font-family: planted; src: url("${attacker}/font.woff2"); }
      h1 { font-family: planted; background: url("${attacker}/background"); cursor: url("${attacker}/cursor"), auto; }
    </style>
    ${widget}
  </head>
  <body>
    <h1>Something planted</h1>
    <img src="${attacker}/image" srcset="${attacker}/image-2x 2x" alt="planted">
    <picture><source srcset="${attacker}/source"><img src="${attacker}/picture" alt=""></picture>
    <iframe src="${attacker}/frame" title="planted"></iframe>
    <object data="${attacker}/object"></object>
    <embed src="${attacker}/embed">
    <video src="${attacker}/video" poster="${attacker}/poster" autoplay></video>
    <audio src="${attacker}/audio" autoplay></audio>
    <svg width="10" height="10"><image href="${attacker}/svg-image" width="10" height="10"></image></svg>
    <input type="image" src="${attacker}/input" alt="planted">
    <p id="late"></p>
  </body>
</html>`,
};
