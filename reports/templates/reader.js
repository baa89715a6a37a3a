// What a page does where scripts run: contents that follow the reader, headings that are links to
// themselves, frames that take the focus only where they scroll, tables to sort. Without scripts the
// page lacks nothing but these.
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

  // A heading leads to itself, so that its address can be copied; it looks as it did.
  for (const heading of document.querySelectorAll("main :is(h1, h2, h3)")) {
    const id = heading.id || heading.closest("section")?.id;
    if (!id || heading.querySelector("a")) continue;
    const link = document.createElement("a");
    link.className = "anchor";
    link.href = `#${id}`;
    link.append(...heading.childNodes);
    heading.append(link);
  }

  // A frame that holds all of its table is no stop on the keyboard's way, and no landmark; the
  // table's header then stays in the window.
  function stops(frame) {
    frame.classList.remove("whole", "broad");
    frame.classList.toggle("broad", frame.scrollWidth > frame.clientWidth);
    const scrolls = frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight;
    frame.classList.toggle("whole", !scrolls);
    if (scrolls) frame.tabIndex = 0; else frame.removeAttribute("tabindex");
    if (frame.classList.contains("table-frame")) frame.setAttribute("role", scrolls ? "region" : "group");
  }
  const frames = [...document.querySelectorAll(".table-frame, main figure:has(img)")];
  const sizes = new ResizeObserver(() => frames.forEach(stops));
  for (const frame of frames) {
    sizes.observe(frame);
    sizes.observe(frame.querySelector("table, img"));
  }

  // Long tables with numbers or dates are sorted by the buttons in their headers: up, down, as they
  // were.
  const LONG = 8;
  const NEXT = { ascending: "descending", descending: "" };
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const comma = (1.5).toLocaleString(document.documentElement.lang).charAt(1);
  const text = (row, column) => row.cells[column].textContent.trim();
  const isNumeric = head => head.style.textAlign === "right";
  const isTotal = row => row.cells[0].querySelector("strong") !== null;
  const named = new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", day: "numeric" });
  const months = [...Array(12).keys()].map(month => named.formatToParts(new Date(2014, month, 1))
    .find(part => part.type === "month").value.toLowerCase());
  const isDated = (rows, column) => rows.filter(row => /\D\b20\d\d\b/.test(text(row, column))).length > rows.length / 2;

  function number(shown) {
    const decimal = shown.replace(comma, "point").replaceAll(",", "").replace("point", ".");
    return parseFloat(decimal.replaceAll("\u2212", "-").replace(/[^\d.-]/g, ""));
  }

  // The first day of “March 30 – April 2, 2014” or “30 марта – 2 апреля 2014”, of 14.06.2013 too.
  function day(shown) {
    const digits = shown.match(/(\d{1,2})\.(\d{1,2})\.(20\d\d)/);
    if (digits) return Date.UTC(digits[3], digits[2] - 1, digits[1]);
    const words = shown.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
    const month = words.map(word => months.findIndex(name => name.startsWith(word))).find(one => one >= 0);
    return Date.UTC(shown.match(/\b20\d\d\b/)?.[0], month, shown.match(/\b\d{1,2}\b/)?.[0] ?? 1);
  }

  function compare(one, other, column, value, sign) {
    if (!value) return sign * collator.compare(text(one, column), text(other, column));
    const [first, second] = [one, other].map(row => value(text(row, column)));
    if (isNaN(first) || isNaN(second)) return isNaN(first) - isNaN(second); // what is missing is last
    return sign * (first - second);
  }

  function sort(body, rows, head) {
    const order = head.ariaSort ? NEXT[head.ariaSort] : "ascending";
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    if (order) head.setAttribute("aria-sort", order);
    const sign = order === "descending" ? -1 : 1;
    const column = head.cellIndex;
    const value = isDated(rows, column) ? day : isNumeric(head) ? number : null;
    const sorted = rows.filter(row => !isTotal(row));
    if (order) sorted.sort((one, other) => compare(one, other, column, value, sign));
    body.append(...sorted, ...rows.filter(isTotal));
  }

  for (const table of document.querySelectorAll("main table")) {
    const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
    const body = table.tBodies[0];
    const rows = [...(body?.rows ?? [])];
    const sortable = heads.some(one => isNumeric(one) || isDated(rows, one.cellIndex));
    if (rows.length <= LONG || !sortable || table.matches(".grouped")) continue;
    for (const head of heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(body, rows, head));
      head.append(button);
    }
  }
})();
