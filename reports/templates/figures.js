// A figure opens how it was counted, beside the text; so does the page's address with a figure's code
// behind it. The page carries the words along. Without scripts, or where the browser has no dialog, a
// figure is what it is in the page: a link to the same words in the evidence file.
(() => {
  "use strict";

  const HEADINGS = "h1, h2, h3, h4, h5, h6";
  const figures = document.querySelectorAll("a.figure, a.explained");
  const words = document.getElementById("explanation-words")?.dataset;
  const evidence = document.getElementById("evidence")?.content ?? document;
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

  const called = id => evidence.getElementById(id) ?? document.getElementById(id);

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

  // A copy of the words: ids and places to come back to stay where they are.
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
    const before = [...heading.getRootNode().querySelectorAll("h1, h2")].filter(one =>
      one.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_FOLLOWING);
    const last = before.pop();
    return heading.matches("h1, h2") || !last?.matches("h2") ? null : last;
  }

  function name(heading) {
    const clone = heading.cloneNode(true);
    clone.querySelector(".header-section-number")?.remove();
    return clone.textContent.trim();
  }

  // Where all is told: where a figure of the page leads, or to the same file by another name.
  function whole(id) {
    const link = [...figures].find(one => one.hash === `#${id}`) ?? figures[0];
    return link.href.replace(/#.*/, `#${id}`);
  }

  function open(heading, id, link) {
    const sheet = sheetOf(heading);
    const shown = link?.matches(".figure") ? link : null;
    const title = make("h2", shown ? shown.textContent : name(heading));
    title.id = "explanation-title";
    const close = make("button", words.close, "close");
    close.type = "button";
    close.addEventListener("click", () => dialog.close());
    const parts = [title];
    if (shown) parts.push(make("p", shown.dataset.indicator, "key"));
    if (sheet) parts.push(make("h3", name(sheet)));
    parts.push(copy(heading));
    if (sheet) parts.push(make("h3", words.sheet), copy(sheet));
    const more = make("a", words.annex);
    more.href = whole(id);
    more.addEventListener("click", () => dialog.close());
    parts.push(more);
    dialog.replaceChildren(close, ...parts);
    dialog.showModal();
    dialog.scrollTop = 0;
  }

  for (const link of figures) {
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", event => {
      const id = decodeURIComponent(link.hash.slice(1));
      const target = called(id);
      if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(headingOf(target), id, link);
    });
  }

  // An address that ends in `#` and the code of a figure opens its explanation.
  function openAddressed() {
    const code = decodeURIComponent(location.hash.slice(1));
    if (!code || document.getElementById(code)) return;
    const id = `explain-${code.toLowerCase()}`;
    const target = called(id);
    if (target && !dialog.open) open(headingOf(target), id, null);
  }
  addEventListener("hashchange", openAddressed);
  openAddressed();
})();
