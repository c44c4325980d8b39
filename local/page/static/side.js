// The right side: every copy that exists, the search, and the case file.

import { ask } from "./wire.js";

const at = (id) => document.getElementById(id);
const HOLDS = { yes: "Yes", sealed: "Sealed", no: "No" };

/** Show what exists now. */
export function side(state) {
  at("count").textContent = state.count;
  at("count-words").textContent = state.count === 1 ? "copy of what was said" : "copies of what was said";
  rows(state.copies);
  at("fail").checked = state.fail;
  at("summary").hidden = !state.summary;
  if (at("summary").textContent !== (state.summary ?? "")) at("summary").textContent = state.summary ?? "";
  files(state.file);
}

let drawnRows = "";
function rows(copies) {
  const now = JSON.stringify(copies);
  if (now === drawnRows) return;
  drawnRows = now;
  searchAgain();
  at("copies").replaceChildren(...(copies.length ? copies.map(row) : [none()]));
}

function row(copy) {
  const made = document.createElement("tr");
  made.className = copy.gone ? "gone" : copy.stays ? "stays" : "";
  const where = cell("th", copy.where, "Where");
  where.scope = "row";
  const what = cell("td", copy.what, "What");
  if (copy.stays) what.append(element("span", "tag", "This one stays"));
  if (copy.why) what.append(element("span", "why", copy.why));
  const since = cell("td", copy.gone ? `Gone ${copy.gone}` : copy.since, "Since");
  made.append(where, what, cell("td", HOLDS[copy.holds] ?? copy.holds, "Holds words"), since);
  if (copy.gone) for (const struck of [where, what]) struck.replaceChildren(wrapped("del", struck));
  return made;
}

function none() {
  const made = document.createElement("tr");
  const only = cell("td", "Nothing was said yet.", "");
  only.colSpan = 4;
  made.append(only);
  return made;
}

let drawnFiles = "";
const open = new Set(); // notes that somebody reads stay open
function files(people) {
  const now = JSON.stringify(people);
  if (now === drawnFiles) return;
  drawnFiles = now;
  at("file").replaceChildren(...people.map(file));
}

function file({ person, notes }) {
  const made = element("section", "file", "");
  made.append(element("h2", "", `Case file: ${person.name}, ${person.reference}`));
  made.append(element("p", "small", `As the case system holds it. Born ${person.born}.`));
  if (!notes.length) made.append(element("p", "", "No notes yet."));
  for (const note of notes) made.append(noteOf(note));
  return made;
}

function noteOf(note) {
  const made = document.createElement("details");
  if (note.new) open.add(note.id);
  made.open = open.has(note.id);
  made.addEventListener("toggle", () => (made.open ? open.add(note.id) : open.delete(note.id)));
  made.className = "note";
  const summary = element("summary", "", `${note.title}, note ${note.id}`);
  if (note.new) summary.append(element("span", "tag", "New"));
  made.append(summary, element("pre", "", note.text));
  for (const text of note.additions) made.append(element("h3", "", "Added below"), element("pre", "", text));
  for (const words of made.querySelectorAll("pre")) {
    words.tabIndex = 0;
    words.setAttribute("role", "region");
    words.setAttribute("aria-label", `The words of note ${note.id}`);
  }
  return made;
}

let sought = ""; // the words whose answer is shown: searched again whenever the copies change
let asked = 0; // of several searches under way only the newest is shown
async function search() {
  const mine = ++asked;
  const told = await ask("/search", { words: sought }).then(found, (error) => error.message);
  if (mine === asked && at("found").textContent !== told) at("found").textContent = told;
}

let soon = 0;
function searchAgain() {
  clearTimeout(soon);
  if (sought) soon = setTimeout(search, 400);
}

/** Put words into the search box that were said, unless the visitor has words of their own there. */
export function searchFor(words) {
  if (!words || (at("words").value && at("words").value !== sought)) return;
  at("words").value = sought = words;
}

/** Let a visitor search, and make a deletion fail. */
export function sideWorks() {
  at("search").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(soon);
    sought = at("words").value;
    at("found").textContent = "Searching every place…";
    search();
  });
  at("fail").addEventListener("change", async () => {
    try {
      await ask("/fail", { on: at("fail").checked });
    } catch (error) {
      at("fail").checked = !at("fail").checked;
      at("found").textContent = error.message;
    }
  });
}

function found({ places, count, looked }) {
  if (!count) return `Found nowhere. ${looked} places were searched.`;
  const named = [...new Set(places.map((p) => `${p.where} (${p.what})`))].join("; ");
  return `Found in ${count} of ${looked} places: ${named}.`;
}

function cell(tag, text, name) {
  const made = element(tag, "", text);
  made.dataset.name = name;
  return made;
}

function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = text;
  return made;
}

function wrapped(tag, around) {
  const made = document.createElement(tag);
  made.append(...around.childNodes);
  return made;
}
