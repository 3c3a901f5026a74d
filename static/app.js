// Makes the pages quicker to use; every page works without it.
"use strict";

const POLL_SECONDS = 2;
const ANNOUNCE_SECONDS = 10;

// ---- Menus close on Escape and on a click outside

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});

// A menu that would leave the window opens to the other side.
document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!menu.matches?.("details.menu") || !menu.open) return;
    const panel = menu.querySelector(".menu-panel").getBoundingClientRect();
    const content = document.getElementById("content").getBoundingClientRect();
    if (panel.right > window.innerWidth) menu.classList.add("end");
    else if (panel.left < content.left) menu.classList.remove("end");
  },
  true,
);

// ---- Arrow keys move inside a toolbar and inside an open menu

function focusable(container) {
  return [...container.querySelectorAll("a[href], button, summary")].filter(
    (element) => element.offsetParent !== null && !element.disabled,
  );
}

function step(elements, by) {
  const place = elements.indexOf(document.activeElement);
  if (place < 0) return false;
  elements[(place + by + elements.length) % elements.length].focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  const panel = event.target.closest?.(".menu-panel");
  const toolbar = event.target.closest?.("[role=toolbar]");
  const vertical = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const horizontal = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  let moved = false;
  if (panel && vertical) moved = step(focusable(panel), vertical);
  else if (toolbar && !panel && horizontal) {
    moved = step(focusable(toolbar).filter((element) => !element.closest(".menu-panel")), horizontal);
  } else if (event.key === "ArrowDown" && event.target.matches?.(".menu > summary")) {
    event.target.parentElement.open = true;
    focusable(event.target.nextElementSibling)[0]?.focus();
    moved = true;
  }
  if (moved) event.preventDefault();
});

// ---- Shortcuts: Alt+Q Tell Me, Alt+N new record, Alt+F2 FactBox pane; can be turned off

const shortcutsOff = () => localStorage.getItem("shortcuts") === "off";

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || shortcutsOff()) return;
  const key = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
  const target = [...document.querySelectorAll("[data-shortcut]")].find(
    (element) => element.dataset.shortcut === key,
  );
  if (!target) return;
  event.preventDefault();
  target.click();
});

for (const button of document.querySelectorAll("[data-toggle-shortcuts]")) {
  const show = () => {
    button.querySelector("span").textContent = shortcutsOff() ? button.dataset.on : button.dataset.off;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    localStorage.setItem("shortcuts", shortcutsOff() ? "on" : "off");
    show();
  });
  show();
}

// ---- The FactBox pane can be closed

for (const button of document.querySelectorAll("[data-toggle-pane]")) {
  const pane = document.getElementById("factboxes");
  if (!pane) continue;
  const show = (open) => {
    pane.hidden = !open;
    pane.parentElement.classList.toggle("with-pane", open);
    button.setAttribute("aria-pressed", String(open));
  };
  button.hidden = false;
  show(localStorage.getItem("factboxes") !== "closed");
  button.addEventListener("click", () => {
    localStorage.setItem("factboxes", pane.hidden ? "open" : "closed");
    show(pane.hidden);
  });
}

// ---- Selection in a list: what needs another selection says so

const list = document.getElementById("changelist-form");

function tellSelection() {
  const chosen = list.querySelectorAll(".action-select:checked").length;
  for (const button of document.querySelectorAll("[data-needs]")) {
    const fits = button.dataset.needs === "one" ? chosen === 1 : chosen > 0;
    button.setAttribute("aria-disabled", String(!fits));
    const reasons = document.getElementById("live-region")?.dataset || {};
    button.title = fits ? "" : (button.dataset.needs === "one" ? reasons.needsOne : reasons.needsMany) || "";
  }
}

if (list?.querySelector(".action-select")) {
  list.addEventListener("change", tellSelection);
  window.addEventListener("pageshow", tellSelection);
  tellSelection();
  for (const button of document.querySelectorAll("[data-clear-selection]")) {
    button.hidden = false;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const toggle = document.getElementById("action-toggle");
      if (!toggle.checked) toggle.click();
      toggle.click();
      tellSelection();
    });
  }
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[aria-disabled=true]")) event.preventDefault();
});

// ---- Fragments: progress is polled, a lazy FactBox is fetched once

async function fetchFragment(url, id) {
  const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" });
  if (!answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return (id && page.getElementById(id)) || page.body.firstElementChild;
}

function swap(element, fresh) {
  const place = focusable(element).indexOf(document.activeElement);
  element.replaceWith(fresh);
  if (place >= 0) focusable(fresh)[place]?.focus();
  start(fresh);
}

let announcedAt = 0;

function announce(fragment) {
  const summary = fragment.querySelector("[data-announce]");
  const region = document.getElementById("live-region");
  if (!summary || !region || Date.now() - announcedAt < ANNOUNCE_SECONDS * 1000) return;
  announcedAt = Date.now();
  region.textContent = summary.textContent.trim();
}

function poll(element) {
  const seconds = Number(element.dataset.pollSeconds) || POLL_SECONDS;
  setTimeout(async () => {
    if (!element.isConnected) return;
    const busy = document.hidden || element.querySelector("details[open].menu");
    const fresh = busy ? null : await fetchFragment(element.dataset.pollUrl, element.id).catch(() => null);
    if (!fresh) {
      poll(element);
      return;
    }
    swap(element, fresh);
    announce(fresh);
  }, seconds * 1000);
}

async function load(element) {
  const fresh = await fetchFragment(element.dataset.loadUrl, element.id).catch(() => null);
  if (fresh?.id === element.id) swap(element, fresh);
  else if (fresh) element.remove();
}

function within(root, selector) {
  return [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
}

function start(root) {
  within(root, "[data-poll-url]").forEach(poll);
  within(root, "[data-load-url]").forEach(load);
}

start(document);

// ---- A record that is chosen is shown beside the own one

async function compare(choice) {
  const answer = await fetch(choice.dataset.compareUrl, { credentials: "same-origin" });
  if (!choice.checked) return;
  if (!answer.ok || answer.redirected) {
    location.assign(choice.dataset.compareUrl);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["comparison", "couple-row"]) swap(document.getElementById(id), page.getElementById(id));
  history.replaceState(null, "", choice.dataset.compareUrl);
  const shown = document.getElementById("comparison");
  announce(shown);
  shown.scrollIntoView({ block: "nearest" });
}

document.addEventListener("change", (event) => {
  const choice = event.target;
  if (choice.dataset?.compareUrl) compare(choice).catch(() => location.assign(choice.dataset.compareUrl));
});

// ---- Lookups into large tables offer matches while typing

function offerMatches(input) {
  const matches = document.createElement("datalist");
  matches.id = `${input.id}-matches`;
  input.after(matches);
  input.setAttribute("list", matches.id);
  let asked = "";
  input.addEventListener("input", async () => {
    const question = lookupUrl(input);
    if (input.value.trim().length < 2 || question === asked) return;
    asked = question;
    const answer = await fetch(question);
    if (!answer.ok || asked !== question) return;
    const { results } = await answer.json();
    matches.replaceChildren(
      ...results.map(({ id, text }) => Object.assign(document.createElement("option"), { value: id, label: text })),
    );
  });
}

// Another control of the same row may narrow what is looked up, as the type of a line does.
function lookupUrl(input) {
  const url = new URL(input.dataset.lookupUrl, location.href);
  url.searchParams.set("term", input.value.trim());
  const narrowing = input.dataset.lookupWith;
  if (narrowing) url.searchParams.set(narrowing, input.closest("tr").querySelector(`[name$=-${narrowing}]`).value);
  return url.href;
}

for (const input of document.querySelectorAll("[data-lookup-url]")) {
  if (!input.closest(".empty-form")) offerMatches(input);
}
document.addEventListener("formset:added", ({ target }) => {
  for (const input of target.querySelectorAll("[data-lookup-url]")) offerMatches(input);
});

// ---- What is in stock of the products on the lines is asked for when the page is there

const PRODUCTS_AT_ONCE = 50;

function productOf(cell) {
  const choice = cell.closest("tr").querySelector("select[name$=-productid]");
  return choice ? choice.value : cell.dataset.product;
}

async function askStock(url, products) {
  const query = new URLSearchParams(products.map((product) => ["product", product]));
  const answer = await fetch(`${url}?${query}`, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

async function showStock(cells) {
  for (const cell of cells) cell.textContent = "";
  const { stockUrl, unknown } = cells[0].dataset;
  const products = [...new Set(cells.map(productOf).filter(Boolean))];
  let told = "";
  for (let start = 0; start < products.length && !told; start += PRODUCTS_AT_ONCE) {
    const some = products.slice(start, start + PRODUCTS_AT_ONCE);
    const { stock, problem } = await askStock(stockUrl, some).catch(() => ({ stock: {}, problem: unknown }));
    told = problem;
    // Another product may have been chosen since.
    for (const cell of cells) cell.textContent = stock[productOf(cell)] ?? cell.textContent;
  }
  tellOfStock(cells[0].closest(".inline-group"), told);
}

function tellOfStock(lines, problem) {
  lines.querySelector("[data-stock-problem]")?.remove();
  if (!problem) return;
  const note = Object.assign(document.createElement("p"), { className: "notice warning", textContent: problem });
  note.dataset.stockProblem = "";
  note.setAttribute("role", "status");
  lines.append(note);
}

const stockCells = [...document.querySelectorAll("tr:not(.empty-form) [data-stock-url]")];
if (stockCells.length) showStock(stockCells);
// The lookups of lines tell of a choice by jQuery alone.
window.addEventListener("load", () => {
  window.django?.jQuery?.(document).on("change", "select[name$=-productid]", ({ target }) => {
    const cell = target.closest("tr").querySelector("[data-stock-url]");
    if (cell) showStock([cell]);
  });
});

// ---- After a refused form, begin at what is missing

document.querySelector("[data-focus]")?.focus();

// ---- A form that only hands on what the page was made for

document.querySelector("form[data-sends-itself]")?.submit();
