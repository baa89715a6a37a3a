// What a page does where scripts run: contents that follow the reader, frames that take the focus
// only where they scroll, tables to sort. Without scripts the page lacks nothing but these.
(() => {
  "use strict";

  const contents = document.querySelector(".contents");
  const links = new Map();
  for (const link of document.querySelectorAll(".contents a")) {
    const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (section) links.set(section, link);
  }

  // The section that is read is the last one to begin in the upper third of the window.
  function follow() {
    const begun = [...links.keys()].filter(one => one.getBoundingClientRect().top < innerHeight / 3);
    const atEnd = scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    const current = links.get(atEnd ? [...links.keys()].pop() : begun.pop());
    for (const link of links.values()) {
      if (link !== current) link.removeAttribute("aria-current");
    }
    if (!current || current.ariaCurrent) return;
    current.setAttribute("aria-current", "true");
    contents.scrollTop = current.offsetTop - contents.clientHeight / 2;
  }

  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  follow();

  // A frame that holds all of its table is no stop on the keyboard's way, and no landmark.
  function stops(frame) {
    const scrolls = frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight;
    if (scrolls) frame.tabIndex = 0; else frame.removeAttribute("tabindex");
    if (frame.classList.contains("table-frame")) frame.setAttribute("role", scrolls ? "region" : "group");
  }
  const frames = [...document.querySelectorAll(".table-frame, main figure:has(img)")];
  const sizes = new ResizeObserver(() => frames.forEach(stops));
  for (const frame of frames) {
    sizes.observe(frame);
    sizes.observe(frame.querySelector("table, img"));
  }

  // Long tables with numbers are sorted by the buttons in their headers: up, down, as they were.
  const LONG = 8;
  const NEXT = { ascending: "descending", descending: "" };
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const comma = (1.5).toLocaleString(document.documentElement.lang).charAt(1);
  const text = (row, column) => row.cells[column].textContent.trim();
  const isNumeric = head => head.style.textAlign === "right";
  const isTotal = row => row.cells[0].querySelector("strong") !== null;
  const isDated = (rows, column) => rows.filter(row => /\D\b20\d\d\b/.test(text(row, column))).length > rows.length / 2;

  function number(shown) {
    const decimal = shown.replace(comma, "point").replaceAll(",", "").replace("point", ".");
    return parseFloat(decimal.replaceAll("\u2212", "-").replace(/[^\d.-]/g, ""));
  }

  function compare(one, other, column, numeric, sign) {
    if (!numeric) return sign * collator.compare(text(one, column), text(other, column));
    const [first, second] = [one, other].map(row => number(text(row, column)));
    if (isNaN(first) || isNaN(second)) return isNaN(first) - isNaN(second); // what is missing is last
    return sign * (first - second);
  }

  function sort(body, rows, head) {
    const order = head.ariaSort ? NEXT[head.ariaSort] : "ascending";
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    if (order) head.setAttribute("aria-sort", order);
    const sign = order === "descending" ? -1 : 1;
    const sorted = rows.filter(row => !isTotal(row));
    if (order) sorted.sort((one, other) => compare(one, other, head.cellIndex, isNumeric(head), sign));
    body.append(...sorted, ...rows.filter(isTotal));
  }

  for (const table of document.querySelectorAll("main table")) {
    const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
    const body = table.tBodies[0];
    const rows = [...(body?.rows ?? [])];
    if (rows.length <= LONG || !heads.some(isNumeric) || table.matches(".grouped")) continue;
    for (const head of heads.filter(one => !isDated(rows, one.cellIndex))) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(body, rows, head));
      head.append(button);
    }
  }
})();
