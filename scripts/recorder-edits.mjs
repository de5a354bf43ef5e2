/**
 * What we change in rrweb's recorder when we bundle it, so that it is a guest in the customer's page:
 * docs/adr/0018. Each edit names what it is for; a recorder in which one of them finds nothing stops
 * the build.
 */

const OURS = `
/** Aborted by the end of a recording: what was to come later does not come. */
let life = new AbortController();
const whileRecording = (work) => {
  const { signal } = life;
  return (...words) => (signal.aborted ? undefined : work(...words));
};
/** From what was put in the place of a function of the page's to that function. */
const originals = new WeakMap();
const inPlaceOf = (original, handler) => {
  const made = new Proxy(original, handler);
  originals.set(made, original);
  return made;
};
/** Unless the page has put something of its own around it meanwhile: then that stays. */
const putBack = (owner, name) => {
  const original = originals.get(owner[name]);
  if (original) owner[name] = original;
};
const thrownByPage = new WeakSet();
const callForPage = (original, target, words) => {
  try {
    return Reflect.apply(original, target, words);
  } catch (error) {
    if (Object(error) === error) thrownByPage.add(error);
    throw error;
  }
};
/** What the recorder has to say is nothing for the console of the page. */
const console = { debug() {}, error() {}, warn() {} };
`;

/** @type {Array<{ why: string, from: string, to: string, times?: number }>} */
const EDITS = [
  {
    why: "it took two methods for accessors, and so put a frame into the body of every page",
    from: `  Element: ["shadowRoot", "querySelector", "querySelectorAll"],`,
    to: `  Element: ["shadowRoot"],`,
  },
  {
    why: "where it needs a frame all the same, neither observers nor the list of frames tell of ours",
    from: `document.body.appendChild(iframeEl);`,
    to: `(document.querySelector("alongside-widget")?.shadowRoot ?? document.body).append(iframeEl);`,
  },
  {
    why: "a strict policy takes the attribute for an inline style, even in a document of its own",
    from: `old.setAttribute("style", m.oldValue);`,
    to: `old.style.cssText = m.oldValue;`,
  },
  {
    why: "a form may have a field that is called so",
    from: `const { width, height } = n.getBoundingClientRect();`,
    to: `const { width, height } = Element.prototype.getBoundingClientRect.call(n);`,
  },
  {
    why: "it marked the page's field; we know ourselves what was a password once",
    from: `target.setAttribute("data-rr-is-password", "true");`,
    to: ``,
  },
  {
    why: "the page gets the errors of its own calls",
    from: `return target.apply(thisArg, argumentsList);`,
    to: `return callForPage(target, thisArg, argumentsList);`,
    times: 8,
  },
  {
    why: "the same",
    from: `if (errorHandler && errorHandler(error) === true) {`,
    to: `if (!thrownByPage.has(error) && errorHandler && errorHandler(error) === true) {`,
  },
  ...["insertRule", "deleteRule", "replace", "replaceSync", "setProperty", "removeProperty"].map(
    (name) => ({
      why: "what is put back at the end is known by what was put there",
      from: `new Proxy(${name}, {`,
      to: `inPlaceOf(${name}, {`,
    }),
  ),
  {
    why: "the same",
    from: `new Proxy(\n      unmodifiedFunctions[typeKey]`,
    to: `inPlaceOf(\n      unmodifiedFunctions[typeKey]`,
    times: 2,
  },
  {
    why: "it comes back at the end, and answers as it always did",
    from: `  win.CSSStyleSheet.prototype.addRule = function(selector, styleBlock, index2 = this.cssRules.length) {
    const rule = \`\${selector} { \${styleBlock} }\`;
    return win.CSSStyleSheet.prototype.insertRule.apply(this, [rule, index2]);
  };`,
    to: `  const addRule = function(selector, styleBlock, index2 = this.cssRules.length) {
    const rule = \`\${selector} { \${styleBlock} }\`;
    win.CSSStyleSheet.prototype.insertRule.apply(this, [rule, index2]);
    return -1;
  };
  originals.set(addRule, win.CSSStyleSheet.prototype.addRule);
  win.CSSStyleSheet.prototype.addRule = addRule;`,
  },
  {
    why: "it comes back at the end",
    from: `  win.CSSStyleSheet.prototype.removeRule = function(index2) {
    return win.CSSStyleSheet.prototype.deleteRule.apply(this, [index2]);
  };`,
    to: `  const removeRule = function(index2) {
    return win.CSSStyleSheet.prototype.deleteRule.apply(this, [index2]);
  };
  originals.set(removeRule, win.CSSStyleSheet.prototype.removeRule);
  win.CSSStyleSheet.prototype.removeRule = removeRule;`,
  },
  {
    why: "what the page has put around ours stays",
    from: `    win.CSSStyleSheet.prototype.insertRule = insertRule;
    win.CSSStyleSheet.prototype.deleteRule = deleteRule;
    replace && (win.CSSStyleSheet.prototype.replace = replace);
    replaceSync && (win.CSSStyleSheet.prototype.replaceSync = replaceSync);
    Object.entries(supportedNestedCSSRuleTypes).forEach(([typeKey, type]) => {
      type.prototype.insertRule = unmodifiedFunctions[typeKey].insertRule;
      type.prototype.deleteRule = unmodifiedFunctions[typeKey].deleteRule;
    });`,
    to: `    for (const name of ["insertRule", "deleteRule", "addRule", "removeRule", "replace", "replaceSync"])
      putBack(win.CSSStyleSheet.prototype, name);
    for (const type of Object.values(supportedNestedCSSRuleTypes)) {
      putBack(type.prototype, "insertRule");
      putBack(type.prototype, "deleteRule");
    }`,
  },
  {
    why: "the same",
    from: `    win.CSSStyleDeclaration.prototype.setProperty = setProperty;
    win.CSSStyleDeclaration.prototype.removeProperty = removeProperty;`,
    to: `    putBack(win.CSSStyleDeclaration.prototype, "setProperty");
    putBack(win.CSSStyleDeclaration.prototype, "removeProperty");`,
  },
  {
    why: "the same; and what was inherited is inherited again",
    from: `    source[name] = wrapped;
    return () => {
      source[name] = original;
    };`,
    to: `    const wasOwn = Object.hasOwn(source, name);
    source[name] = wrapped;
    return () => {
      if (source[name] !== wrapped) return;
      if (wasOwn) source[name] = original;
      else delete source[name];
    };`,
  },
  {
    why: "the same",
    from: `  return () => hookSetter(target, key, original || {}, true);`,
    to: `  const ours = win.Object.getOwnPropertyDescriptor(target, key).set;
  return () => {
    if (win.Object.getOwnPropertyDescriptor(target, key)?.set === ours) hookSetter(target, key, original || {}, true);
  };`,
  },
  {
    why: "a document, or a component, has this from its class and not of its own",
    from: `    Object.defineProperty(host2, "adoptedStyleSheets", {
      configurable: originalPropertyDescriptor.configurable,
      enumerable: originalPropertyDescriptor.enumerable,
      // eslint-disable-next-line @typescript-eslint/unbound-method
      get: originalPropertyDescriptor.get,
      // eslint-disable-next-line @typescript-eslint/unbound-method
      set: originalPropertyDescriptor.set
    });`,
    to: `    delete host2.adoptedStyleSheets;`,
  },
  {
    why: "a frame that loads after the end was recorded all the same",
    from: `function onceIframeLoaded(iframeEl, listener, iframeLoadTimeout) {`,
    to: `function onceIframeLoaded(iframeEl, work, iframeLoadTimeout) {
  const listener = whileRecording(work);
  const { signal } = life;`,
  },
  {
    why: "the same",
    from: `      clearTimeout(timer);
      fired = true;
      listener();
    });
    return;`,
    to: `      clearTimeout(timer);
      fired = true;
      listener();
    }, { signal });
    return;`,
  },
  {
    why: "the same",
    from: `return iframeEl.addEventListener("load", listener);`,
    to: `return iframeEl.addEventListener("load", listener, { signal });`,
  },
  {
    why: "the same",
    from: `  iframeEl.addEventListener("load", listener);
}`,
    to: `  iframeEl.addEventListener("load", listener, { signal });
}`,
  },
  {
    why: "the same of sheets",
    from: `function onceStylesheetLoaded(link, listener, styleSheetLoadTimeout) {`,
    to: `function onceStylesheetLoaded(link, work, styleSheetLoadTimeout) {
  const listener = whileRecording(work);
  const { signal } = life;`,
  },
  {
    why: "the same",
    from: `  link.addEventListener("load", () => {
    clearTimeout(timer);
    fired = true;
    listener();
  });`,
    to: `  link.addEventListener("load", () => {
    clearTimeout(timer);
    fired = true;
    listener();
  }, { signal });`,
  },
  {
    why: "the same of components",
    from: `    setTimeout(() => {
      if (shadowRoot2.adoptedStyleSheets && shadowRoot2.adoptedStyleSheets.length > 0)`,
    to: `    setTimeout(whileRecording(() => {
      if (shadowRoot2.adoptedStyleSheets && shadowRoot2.adoptedStyleSheets.length > 0)`,
  },
  {
    why: "the same",
    from: `          shadowRoot2
        )
      );
    }, 0);`,
    to: `          shadowRoot2
        )
      );
    }), 0);`,
  },
  {
    why: "each snapshot watched every frame once more",
    from: `        handlers.push(observe(iframeEl.contentDocument));`,
    to: `        if (watched.has(iframeEl.contentDocument)) return;
        watched.add(iframeEl.contentDocument);
        handlers.push(observe(iframeEl.contentDocument));`,
  },
  {
    why: "the same; and a recording has a life of its own",
    from: `  registerErrorHandler(errorHandler2);
  const inEmittingFrame`,
    to: `  const watched = new WeakSet();
  life.abort();
  life = new AbortController();
  const { signal } = life;
  registerErrorHandler(errorHandler2);
  const inEmittingFrame`,
  },
  {
    why: "nothing is told after the end",
    from: `emit == null ? void 0 : emit(eventProcessor(e), isCheckout);`,
    to: `if (!signal.aborted) emit == null ? void 0 : emit(eventProcessor(e), isCheckout);`,
  },
  {
    why: "the end ends all of it",
    from: `      processedNodeManager.destroy();
      recording = false;`,
    to: `      processedNodeManager.destroy();
      if (signal === life.signal) life.abort();
      recording = false;`,
  },
];

/** @param {string} source of the recorder @returns {string} */
export function editRecorder(source) {
  return EDITS.reduce((edited, { why, from, to, times = 1 }) => {
    const found = edited.split(from).length - 1;
    if (found !== times) {
      throw new Error(
        `recorder: found ${found} instead of ${times} places to edit, so that ${why}`,
      );
    }
    return edited.replaceAll(from, () => to);
  }, OURS + source);
}
