// A figure opens how it was counted, beside the text. Without scripts, or where the browser has no
// dialog, it is what it is in the page: a link to the same words in the annex.
(() => {
  "use strict";

  const HEADINGS = "h1, h2, h3, h4, h5, h6";
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

  // The heading of an explanation: engines put its id on the heading or on the section around it.
  function headingOf(target) {
    return target.matches(HEADINGS) ? target : target.querySelector(HEADINGS);
  }

  // What stands below a heading and belongs to it, up to the next heading or section.
  function below(heading) {
    const found = [];
    for (let one = heading.nextElementSibling; one; one = one.nextElementSibling) {
      if (one.matches(`section, ${HEADINGS}`)) break;
      found.push(one);
    }
    return found;
  }

  // A copy of the annex's words: its ids and its places to come back to stay in the annex.
  function copy(heading) {
    const body = document.createElement("div");
    body.append(...below(heading).map(one => one.cloneNode(true)));
    for (const one of body.querySelectorAll(".shown-in")) one.remove();
    for (const one of body.querySelectorAll("[id]")) one.removeAttribute("id");
    for (const one of body.querySelectorAll("a")) one.replaceWith(...one.childNodes);
    return body;
  }

  // The reference sheet in which an explanation stands: the heading of level 2 before it.
  function sheetOf(heading) {
    const before = [...document.querySelectorAll("main h1, main h2")].filter(one =>
      one.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_FOLLOWING);
    const last = before.pop();
    return heading.matches("h1, h2") || !last?.matches("h2") ? null : last;
  }

  function name(heading) {
    const clone = heading.cloneNode(true);
    clone.querySelector(".header-section-number")?.remove();
    return clone.textContent.trim();
  }

  function fill(link, heading) {
    const sheet = sheetOf(heading);
    const title = make("h2", link.matches(".figure") ? link.textContent : name(heading));
    title.id = "explanation-title";
    const close = make("button", words.close, "close");
    close.type = "button";
    close.addEventListener("click", () => dialog.close());
    const parts = [title];
    if (link.matches(".figure")) parts.push(make("p", link.dataset.indicator, "key"));
    if (sheet) parts.push(make("h3", name(sheet)));
    parts.push(copy(heading));
    if (sheet) parts.push(make("h3", words.sheet), copy(sheet));
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
      fill(link, headingOf(target));
      dialog.showModal();
      dialog.scrollTop = 0;
    });
  }
})();
