// A figure opens how it was counted, beside the text. Without scripts, or where the browser has no
// dialog, it is what it is in the page: a link to the same words in the annex.
(() => {
  "use strict";

  const figures = document.querySelectorAll("a.figure, a.explained");
  const words = document.getElementById("explanation-words")?.dataset;
  if (!words || !figures.length || !window.HTMLDialogElement) return;

  const dialog = document.createElement("dialog");
  dialog.className = "explanation";
  dialog.setAttribute("aria-labelledby", "explanation-title");
  document.body.append(dialog);
  dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });

  function make(name, text, className = "") {
    const element = document.createElement(name);
    element.textContent = text;
    element.className = className;
    return element;
  }

  // A copy of the annex's words: its ids and its places to come back to stay in the annex.
  function copy(target) {
    const section = target.closest("section") ?? target.parentElement;
    const body = document.createElement("div");
    for (const child of section.children) {
      if (child.matches("section, h1, h2, h3, h4, .shown-in")) continue;
      body.append(child.cloneNode(true));
    }
    for (const one of body.querySelectorAll("[id]")) one.removeAttribute("id");
    for (const one of body.querySelectorAll("a")) one.replaceWith(...one.childNodes);
    return body;
  }

  function name(heading) {
    const clone = heading.cloneNode(true);
    clone.querySelector(".header-section-number")?.remove();
    return clone.textContent.trim();
  }

  function fill(link, target) {
    const section = target.closest("section") ?? target.parentElement;
    const heading = section.querySelector("h1, h2, h3, h4");
    const sheet = section.parentElement.closest("section");
    const title = make("h2", link.matches(".figure") ? link.textContent : name(heading));
    title.id = "explanation-title";
    const close = make("button", words.close, "close");
    close.type = "button";
    close.addEventListener("click", () => dialog.close());
    const parts = [title];
    if (link.matches(".figure")) parts.push(make("p", link.dataset.indicator, "key"));
    if (sheet?.matches(".level2")) parts.push(make("h3", name(sheet.querySelector("h2"))));
    parts.push(copy(target));
    if (sheet?.matches(".level2")) parts.push(make("h3", words.sheet), copy(sheet));
    const more = make("a", words.annex);
    more.href = link.hash;
    more.addEventListener("click", () => dialog.close());
    parts.push(more);
    dialog.replaceChildren(close, ...parts);
  }

  for (const link of figures) {
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", event => {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      fill(link, target);
      dialog.showModal();
      dialog.scrollTop = 0;
    });
  }
})();
